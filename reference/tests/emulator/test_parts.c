/* The emulator's parts by themselves, without a kernel: fibres, the shadow of memory, device memory. */
#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/emulator/fibre.h"
#include "kernels/cuda/emulator/shadow.h"

#include <criterion/criterion.h>
#include <cuda_runtime.h>

/* --- fibres ----------------------------------------------------------------------------------- */

enum { fibres = 3, rounds = 4 };
static struct fibre outside, inside[fibres];
static unsigned running, went[fibres][rounds], told;

/* Keeps a number in a register and one on the stack across each switch. */
static void count_rounds(void)
{
    const unsigned self = running;
    volatile double on_stack = self;
    for (unsigned i = 0; i < rounds; i++) {
        went[self][i] = ++told;
        fibre_switch(&inside[self], &outside);
        on_stack += 1;
        cr_assert_eq(on_stack, self + i + 1);
    }
    for (;;) {
        fibre_switch(&inside[self], &outside);
    }
}

Test(emulator_fibre, goes_on_where_it_stopped)
{
    for (unsigned i = 0; i < fibres; i++) {
        fibre_begin(&inside[i], count_rounds);
    }
    for (unsigned round = 0; round <= rounds; round++) {
        for (running = 0; running < fibres; running++) {
            fibre_switch(&outside, &inside[running]);
        }
    }
    for (unsigned i = 0; i < fibres; i++) {
        for (unsigned round = 0; round < rounds; round++) {
            cr_assert_eq(went[i][round], round * fibres + i + 1);
        }
        fibre_end(&inside[i]);
    }
}

Test(emulator_fibre, knows_its_stack)
{
    struct fibre fibre;
    fibre_begin(&fibre, count_rounds);
    const char *const stack = fibre.stack;
    cr_assert(fibre_has(&fibre, stack) && fibre_has(&fibre, stack + fibre_stack_bytes - 1));
    cr_assert(!fibre_has(&fibre, stack - 1) && !fibre_has(&fibre, stack + fibre_stack_bytes));
    cr_assert(fibre_overflowed(&fibre, stack - 1));
    cr_assert(!fibre_overflowed(&fibre, stack));
    fibre_end(&fibre);
    fibre_begin(&fibre, count_rounds);
    cr_assert_eq(fibre.stack, stack, "a stack that was given back is taken again");
    fibre_end(&fibre);
}

/* --- the shadow ------------------------------------------------------------------------------- */

Test(emulator_shadow, marks_hold_what_was_put_in)
{
    const uint64_t mark = mark_of(0xfffffffe, 1023, 0x3ffff, 15);
    cr_assert_eq(mark_when(mark), 0xfffffffe);
    cr_assert_eq(mark_thread(mark), 1023);
    cr_assert_eq(mark_since(mark), 0x3ffff);
    cr_assert_eq(mark_flags(mark), 15);
    const uint64_t other = mark_of(1, 2, 3, 4);
    cr_assert(mark_when(other) == 1 && mark_thread(other) == 2 && mark_since(other) == 3 &&
              mark_flags(other) == 4);
}

/* What is known of a byte. */
static unsigned state_of(const struct region *region, size_t byte)
{
    const struct cell *const word = &region->word[byte / 4];
    return mark_flags(word->written == split ? region->byte[byte].written : word->written);
}

Test(emulator_shadow, knows_single_bytes)
{
    emulator_set_memory(1 << 20);
    struct region *const region = shadow_region(space_global);
    for (size_t from = 0; from < 8; from++) {
        for (size_t to = from; to < 16; to++) {
            shadow_set(space_global, region->begin, 32, never_written);
            shadow_set(space_global, region->begin + from, to - from, by_host);
            for (size_t i = 0; i < 32; i++) {
                const unsigned wanted = i >= from && i < to ? by_host : never_written;
                cr_assert_eq(state_of(region, i), wanted, "byte %zu of [%zu,%zu)", i, from, to);
            }
        }
    }
}

Test(emulator_shadow, splits_a_word_once)
{
    emulator_set_memory(1 << 20);
    struct region *const region = shadow_region(space_global);
    region->word[5] = (struct cell){.written = mark_of(7, 8, 9, 0), .writer_pc = 10};
    struct cell *const bytes = shadow_split(region, 5);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_eq(bytes[i].written, mark_of(7, 8, 9, 0));
        cr_assert_eq(bytes[i].writer_pc, 10);
    }
    bytes[2].writer_pc = 11;
    cr_assert_eq(shadow_split(region, 5)[2].writer_pc, 11);
}

/* --- device memory ---------------------------------------------------------------------------- */

Test(emulator_device_memory, holds_what_was_taken)
{
    emulator_set_memory(1 << 20);
    char *first = NULL, *second = NULL, *too_much = NULL;
    cr_assert_eq(cudaMalloc((void **)&first, 100), cudaSuccess);
    cr_assert_eq(cudaMalloc((void **)&second, 4), cudaSuccess);
    cr_assert_eq(cudaMalloc((void **)&too_much, 1 << 21), cudaErrorMemoryAllocation);
    cr_assert(device_memory_holds(first, 100) && device_memory_holds(first + 99, 1));
    cr_assert(!device_memory_holds(first, 101) && !device_memory_holds(first + 100, 1));
    cr_assert(second >= first + 256 || second <= first - 256, "nobody's memory lies between");
    cr_assert_eq(cudaFree(first), cudaSuccess);
    cr_assert(!device_memory_holds(first, 100) && device_memory_holds(second, 4));
    char *third = NULL;
    cr_assert_eq(cudaMalloc((void **)&third, 100), cudaSuccess);
    cr_assert_neq(third, first, "what was freed is not given out again");
}
