/* In which order threads and blocks run, and who waits for whom. The kernels here are C functions. */
#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/emulator/runtime.h"

#include <criterion/criterion.h>
#include <string.h>

enum { most = 4096 };

/* What a kernel reads (schedule.c), and calls (include/emulated/device.h). */
extern uint3 threadIdx, blockIdx;
void emulated_syncthreads(const char *file, unsigned line);
void emulated_syncwarp(unsigned mask, const char *file, unsigned line);
const uint64_t *emulated_exchange(unsigned mask, uint64_t value, const char *file, unsigned line);

/* Who ran, in this order: numbers in the whole launch. */
static unsigned ran[most], count, threads;

static unsigned number(void)
{
    return blockIdx.x * threads + threadIdx.x;
}

static void note(void *arguments)
{
    (void)arguments;
    ran[count++] = number();
}

static void launch(void (*kernel)(void *arguments), unsigned blocks, unsigned of_threads)
{
    const struct launch made = {.kernel = "kernel",
                                .blocks = {blocks, 1, 1},
                                .threads = {of_threads, 1, 1},
                                .call = kernel};
    threads = of_threads;
    count = 0;
    runtime_launch(&made);
}

static void launch_in(enum emulator_order order, uint64_t seed, unsigned blocks,
                      unsigned of_threads)
{
    emulator_set_order(order, seed);
    launch(note, blocks, of_threads);
}

/* --- orders ----------------------------------------------------------------------------------- */

Test(emulator_schedule, ascending)
{
    launch_in(order_ascending, 0, 5, 48);
    cr_assert_eq(count, 5 * 48);
    for (unsigned i = 0; i < count; i++) {
        cr_assert_eq(ran[i], i);
    }
}

Test(emulator_schedule, descending)
{
    launch_in(order_descending, 0, 5, 48);
    cr_assert_eq(count, 5 * 48);
    for (unsigned i = 0; i < count; i++) {
        cr_assert_eq(ran[i], count - 1 - i);
    }
}

/* Each thread once, and a block's threads together. */
static void assert_all_ran(unsigned blocks, unsigned of_threads)
{
    bool seen[most] = {false};
    cr_assert_eq(count, blocks * of_threads);
    for (unsigned i = 0; i < count; i++) {
        cr_assert_lt(ran[i], count);
        cr_assert(!seen[ran[i]], "thread %u ran twice", ran[i]);
        cr_assert_eq(ran[i] / of_threads, ran[i / of_threads * of_threads] / of_threads);
        seen[ran[i]] = true;
    }
}

Test(emulator_schedule, shuffled_runs_each_thread_once)
{
    const unsigned blocks[] = {1, 2, 3, 4, 7, 12, 16, 30};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        for (uint64_t seed = 0; seed < 20; seed++) {
            launch_in(order_shuffled, seed, blocks[i], 33);
            assert_all_ran(blocks[i], 33);
        }
    }
}

Test(emulator_schedule, shuffles_threads_and_blocks)
{
    launch_in(order_shuffled, 1, 16, 33);
    bool blocks_in_order = true, threads_in_order = true;
    for (unsigned i = 1; i < count; i++) {
        blocks_in_order = blocks_in_order && ran[i] / 33 >= ran[i - 1] / 33;
        threads_in_order = threads_in_order && (i % 33 == 0 || ran[i] > ran[i - 1]);
    }
    cr_assert(!blocks_in_order && !threads_in_order);
}

Test(emulator_schedule, one_seed_is_one_order)
{
    unsigned first[most];
    launch_in(order_shuffled, 7, 6, 64);
    memcpy(first, ran, sizeof first);
    launch_in(order_shuffled, 8, 6, 64);
    cr_assert(memcmp(first, ran, count * sizeof *ran) != 0, "another seed, another order");
    launch_in(order_shuffled, 7, 6, 64);
    cr_assert(memcmp(first, ran, count * sizeof *ran) == 0);
}

/* --- barriers --------------------------------------------------------------------------------- */

static void note_around_barrier(void *arguments)
{
    note(arguments);
    emulated_syncthreads("file", 1);
    note(arguments);
}

Test(emulator_schedule, nobody_passes_a_barrier_before_all_have_come)
{
    for (uint64_t seed = 0; seed < 10; seed++) {
        emulator_set_order(order_shuffled, seed);
        launch(note_around_barrier, 1, 70);
        cr_assert_eq(count, 140);
        bool came[70] = {false};
        for (unsigned i = 0; i < 70; i++) {
            came[ran[i]] = true;
        }
        for (unsigned i = 0; i < 70; i++) {
            cr_assert(came[i], "thread %u came behind one that had passed", i);
        }
    }
}

static void note_around_syncwarp(void *arguments)
{
    note(arguments);
    emulated_syncwarp(0xffffffff, "file", 1);
    note(arguments);
}

/* The last warp has 6 lanes. Of each warp's first notes none is a second one of a lane. */
Test(emulator_schedule, lanes_wait_for_their_warp)
{
    const unsigned lanes[3] = {32, 32, 6};
    emulator_set_order(order_shuffled, 3);
    launch(note_around_syncwarp, 1, 70);
    cr_assert_eq(count, 140);
    unsigned notes_of_warp[3] = {0}, notes_of[70] = {0};
    for (unsigned i = 0; i < count; i++) {
        const unsigned warp = ran[i] / 32;
        cr_assert_eq(notes_of[ran[i]]++, notes_of_warp[warp]++ / lanes[warp]);
    }
}

static uint64_t got[64];

static void pass_to_the_left(void *arguments)
{
    (void)arguments;
    const unsigned lane = threadIdx.x % 32;
    got[threadIdx.x] = emulated_exchange(0xffffffff, 100 + threadIdx.x, "file", 1)[(lane + 1) % 32];
}

Test(emulator_schedule, lanes_exchange_numbers_within_their_warp)
{
    emulator_set_order(order_shuffled, 5);
    launch(pass_to_the_left, 1, 64);
    for (unsigned i = 0; i < 64; i++) {
        cr_assert_eq(got[i], 100 + i / 32 * 32 + (i + 1) % 32);
    }
}

/* --- what ends a launch ----------------------------------------------------------------------- */

static void note_and_wait_below_32(void *arguments)
{
    note(arguments);
    if (threadIdx.x < 32) {
        emulated_syncthreads("file", 1);
        note(arguments);
    }
}

Test(emulator_schedule, a_launch_that_cannot_go_on_ends_and_the_next_runs)
{
    emulator_set_order(order_ascending, 0);
    launch(note_and_wait_below_32, 3, 64);
    cr_assert_eq(count, 64, "the first block stuck, the others did not run");
    cr_assert_eq(cudaGetLastError(), cudaErrorLaunchFailure);
    cr_assert_eq(emulator_fault_count(), 1);
    cr_assert_eq(emulator_fault(0)->kind, fault_divergent_barrier);
    launch(note, 3, 64);
    assert_all_ran(3, 64);
    cr_assert_eq(cudaGetLastError(), cudaSuccess);
}
