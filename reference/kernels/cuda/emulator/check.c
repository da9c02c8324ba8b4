/* Looks at every access of a kernel: the compiler calls these functions before each, as it would a sanitizer's.
 *
 * The rules of races. Two accesses of one place by different threads, one of them writing, are a race unless
 * something stands between them: a launch's begin; within a block, a barrier; within a warp, a __syncwarp. The
 * shadow (shadow.h) knows of each word who wrote it last and who read it last, and of other readers which kind.
 */
#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/machine.h"
#include "kernels/cuda/emulator/shadow.h"
#include "kernels/cuda/emulator/traffic.h"

#include <string.h>

const bool machine_is_checked = true;

/* Program counters are kept as distances from here, in 32 bits. */
extern const char __ehdr_start[] __attribute__((visibility("hidden")));

/* --- one place -------------------------------------------------------------------------------- */

/* How an earlier access in the same launch stands to the thread that runs: fault_kinds for: no race. */
static enum emulator_fault_kind meets(uint32_t when, unsigned thread, uint32_t since)
{
    const struct thread *const self = machine.current;
    if (when < machine.launch_began) {
        return fault_kinds;
    }
    if (when < machine.block_began) {
        return fault_race_of_blocks;
    }
    if (when < machine.now || thread == self->number) {
        return fault_kinds;
    }
    if (thread / warp_lanes != self->number / warp_lanes) {
        return fault_race;
    }
    return since < machine.since_warp[thread / warp_lanes] ? fault_kinds : fault_missing_syncwarp;
}

static void tell_race(enum emulator_fault_kind kind, const struct emulated_access *access,
                      uint64_t mark, uint32_t pc, bool wrote)
{
    const struct earlier_access earlier = {(uintptr_t)__ehdr_start + pc, mark_thread(mark), wrote,
                                           kind == fault_race_of_blocks};
    fault_of_race(kind, access, &earlier);
}

static void see_last_write(const struct cell *cell, const struct emulated_access *access,
                           bool atomic)
{
    const uint64_t mark = cell->written;
    const enum emulator_fault_kind kind =
        meets(mark_when(mark), mark_thread(mark), mark_since(mark));
    if (kind != fault_kinds && !(atomic && (mark_flags(mark) & with_atomic))) {
        tell_race(kind, access, mark, cell->writer_pc, true);
    }
}

/* A write also meets those who read. */
static void see_last_reads(const struct cell *cell, const struct emulated_access *access)
{
    const uint64_t mark = cell->read;
    const uint32_t when = mark_when(mark);
    const unsigned others = mark_flags(mark);
    if (when < machine.launch_began) {
        return;
    }
    enum emulator_fault_kind kind = meets(when, mark_thread(mark), mark_since(mark));
    if (kind == fault_kinds && (others & by_other_blocks)) {
        kind = fault_race_of_blocks;
    }
    if (kind == fault_kinds && when == machine.now && (others & by_other_warps)) {
        kind = fault_race;
    }
    if (kind == fault_kinds && when == machine.now && (others & by_other_lanes) &&
        mark_since(mark) == machine.since_warp[mark_thread(mark) / warp_lanes]) {
        kind = fault_missing_syncwarp;
    }
    if (kind != fault_kinds) {
        tell_race(kind, access, mark, cell->reader_pc, false);
    }
}

/* What is to be remembered of those who read before this thread. */
static unsigned earlier_readers(uint64_t mark)
{
    const uint32_t when = mark_when(mark);
    const unsigned thread = mark_thread(mark), self = machine.current->number;
    if (when < machine.launch_began) {
        return 0;
    }
    if (when < machine.block_began) {
        return by_other_blocks;
    }
    unsigned others = mark_flags(mark) & by_other_blocks;
    if (when == machine.now) {
        others |= mark_flags(mark) & by_other_warps;
        if (thread / warp_lanes != self / warp_lanes) {
            others |= by_other_warps;
        } else if (mark_since(mark) == machine.since_warp[self / warp_lanes]) {
            others |= (mark_flags(mark) & by_other_lanes) | (thread != self ? by_other_lanes : 0);
        }
    }
    return others;
}

static uint64_t mark_now(unsigned flags)
{
    const unsigned self = machine.current->number;
    return mark_of(machine.now, self, machine.since_warp[self / warp_lanes], flags);
}

static uint32_t short_pc(uintptr_t pc)
{
    return (uint32_t)(pc - (uintptr_t)__ehdr_start);
}

/* Nobody may be here: returns false, and the launch is to end. */
static bool is_there(const struct cell *cell, const struct emulated_access *access)
{
    const unsigned state = mark_flags(cell->written);
    if (mark_when(cell->written) > 0 || state == never_written || state == by_host) {
        return true;
    }
    if (state == freed) {
        fault_freed(access);
    } else {
        fault_outside(access);
    }
    return false;
}

enum access_to { plain_global, plain_shared, atomic_global, atomic_shared };

/* Shared memory is a block's own: what another one left there is nothing. */
static void forget_other_blocks(struct cell *cell)
{
    if (mark_when(cell->written) > 0 && mark_when(cell->written) < machine.block_began) {
        *cell = (struct cell){.written = never_written};
    }
}

static void see_cell(struct cell *cell, const struct emulated_access *access, enum access_to to)
{
    const bool atomic = to == atomic_global || to == atomic_shared;
    if (to == plain_shared || to == atomic_shared) {
        forget_other_blocks(cell);
    }
    if (!is_there(cell, access)) {
        machine_give_up(cudaErrorIllegalAddress);
    }
    const bool unwritten =
        mark_when(cell->written) == 0 && mark_flags(cell->written) == never_written;
    if (unwritten && (!access->writes || atomic)) {
        fault_unwritten(access);
    }
    see_last_write(cell, access, atomic);
    if (access->writes) {
        see_last_reads(cell, access);
        cell->written = mark_now(atomic ? with_atomic : 0);
        cell->writer_pc = short_pc(access->pc);
    } else {
        cell->read = mark_now(earlier_readers(cell->read));
        cell->reader_pc = short_pc(access->pc);
    }
}

/* --- an access -------------------------------------------------------------------------------- */

static void see_words(struct region *region, const struct emulated_access *access,
                      enum access_to kind)
{
    const size_t from = access->address - region->begin, to = from + access->bytes;
    for (size_t word = from / 4; word * 4 < to; word++) {
        struct cell *const whole = &region->word[word];
        const size_t first = from > word * 4 ? from - word * 4 : 0;
        const size_t last = to < word * 4 + 4 ? to - word * 4 : 4;
        if (first == 0 && last == 4 && whole->written != split) {
            see_cell(whole, access, kind);
            continue;
        }
        struct cell *const bytes = shadow_split(region, word);
        for (size_t i = first; i < last; i++) {
            see_cell(&bytes[i], access, kind);
        }
    }
}

/* threadIdx and the like, which clang reads as any variable. */
extern uint3 threadIdx, blockIdx, emulated_block_dim, emulated_grid_dim;
static bool is_index(uintptr_t address)
{
    return address - (uintptr_t)&threadIdx < sizeof threadIdx ||
           address - (uintptr_t)&blockIdx < sizeof blockIdx ||
           address - (uintptr_t)&emulated_block_dim < sizeof emulated_block_dim ||
           address - (uintptr_t)&emulated_grid_dim < sizeof emulated_grid_dim;
}

/* Of an address that is nobody's on the device. */
static void see_elsewhere(const struct emulated_access *access)
{
    if (is_index(access->address) && !access->writes) {
        return;
    }
    if (fibre_overflowed(&machine.current->fibre, (const void *)access->address)) {
        fault_stack();
    } else if (device_memory_is_near((const void *)access->address)) {
        fault_outside(access);
    } else {
        fault_of_host(access);
    }
    machine_give_up(cudaErrorIllegalAddress);
}

/* At 25 ns an access, so many take two seconds. */
enum { most_accesses = 1 << 26 };

static void see_of_kernel(const struct emulated_access *access, bool atomic)
{
    if (++machine.current->accesses > most_accesses) {
        fault_goes_on(access);
        machine_give_up(cudaErrorLaunchFailure);
    }
    if (fibre_has(&machine.current->fibre, (const void *)access->address)) {
        return; /* a variable of its own */
    }
    const enum space space = shadow_space(access->address);
    if (space == spaces || access->address + access->bytes >
                               shadow_region(space)->begin + shadow_region(space)->bytes) {
        see_elsewhere(access);
        return;
    }
    if (access->address % access->bytes != 0) {
        fault_crooked(access);
        machine_give_up(cudaErrorMisalignedAddress);
    }
    const bool shared = space == space_shared || space == space_dynamic;
    see_words(shadow_region(space), access,
              shared ? (atomic ? atomic_shared : plain_shared)
                     : (atomic ? atomic_global : plain_global));
    if (space == space_global || space == space_device) {
        traffic_global(access->address, access->bytes, access->writes, access->pc);
    } else if (shared) {
        traffic_shared(access->address, access->bytes, access->pc);
    }
}

static void see_of_host(const struct emulated_access *access)
{
    if (device_memory_has((const void *)access->address)) {
        fault_by_host(access);
        machine_give_up(cudaErrorIllegalAddress);
    }
}

static void see(uintptr_t address, unsigned bytes, bool writes, uintptr_t pc)
{
    const struct emulated_access access = {address, pc - 1, bytes, writes};
    if (machine.current) {
        see_of_kernel(&access, false);
    } else {
        see_of_host(&access);
    }
}

void check_atomic(const void *at, unsigned bytes, uintptr_t pc)
{
    const struct emulated_access access = {(uintptr_t)at, pc - 1, bytes, true};
    see_of_kernel(&access, true);
}

void check_range(const void *at, size_t bytes, bool writes, uintptr_t pc);
void check_range(const void *at, size_t bytes, bool writes, uintptr_t pc)
{
    for (size_t i = 0; i < bytes; i++) {
        see((uintptr_t)at + i, 1, writes, pc);
    }
}

/* --- what the compiler calls ------------------------------------------------------------------ */

#define PC ((uintptr_t)__builtin_return_address(0))
#define SEES(name, bytes, writes)                                                                  \
    void name(const void *at);                                                                     \
    void name(const void *at)                                                                      \
    {                                                                                              \
        see((uintptr_t)at, bytes, writes, PC);                                                     \
    }

SEES(__tsan_read1, 1, false)
SEES(__tsan_read2, 2, false)
SEES(__tsan_read4, 4, false)
SEES(__tsan_read8, 8, false)
SEES(__tsan_read16, 16, false)
SEES(__tsan_write1, 1, true)
SEES(__tsan_write2, 2, true)
SEES(__tsan_write4, 4, true)
SEES(__tsan_write8, 8, true)
SEES(__tsan_write16, 16, true)
SEES(__tsan_unaligned_read2, 2, false)
SEES(__tsan_unaligned_read4, 4, false)
SEES(__tsan_unaligned_read8, 8, false)
SEES(__tsan_unaligned_read16, 16, false)
SEES(__tsan_unaligned_write2, 2, true)
SEES(__tsan_unaligned_write4, 4, true)
SEES(__tsan_unaligned_write8, 8, true)
SEES(__tsan_unaligned_write16, 16, true)

/* clang's word for x += y */
#define READS_AND_WRITES(name, bytes)                                                              \
    void name(const void *at);                                                                     \
    void name(const void *at)                                                                      \
    {                                                                                              \
        see((uintptr_t)at, bytes, false, PC);                                                      \
        see((uintptr_t)at, bytes, true, PC);                                                       \
    }
READS_AND_WRITES(__tsan_read_write1, 1)
READS_AND_WRITES(__tsan_read_write2, 2)
READS_AND_WRITES(__tsan_read_write4, 4)
READS_AND_WRITES(__tsan_read_write8, 8)
READS_AND_WRITES(__tsan_read_write16, 16)

void __tsan_read_range(const void *at, size_t bytes);
void __tsan_read_range(const void *at, size_t bytes)
{
    check_range(at, bytes, false, PC);
}

void __tsan_write_range(const void *at, size_t bytes);
void __tsan_write_range(const void *at, size_t bytes)
{
    check_range(at, bytes, true, PC);
}

void *__tsan_memcpy(void *to, const void *from, size_t bytes);
void *__tsan_memcpy(void *to, const void *from, size_t bytes)
{
    check_range(from, bytes, false, PC);
    check_range(to, bytes, true, PC);
    return memcpy(to, from, bytes);
}

void *__tsan_memmove(void *to, const void *from, size_t bytes);
void *__tsan_memmove(void *to, const void *from, size_t bytes)
{
    check_range(from, bytes, false, PC);
    check_range(to, bytes, true, PC);
    return memmove(to, from, bytes);
}

void *__tsan_memset(void *to, int value, size_t bytes);
void *__tsan_memset(void *to, int value, size_t bytes)
{
    check_range(to, bytes, true, PC);
    return memset(to, value, bytes);
}

void *emulated_memcpy(void *to, const void *from, size_t bytes);
void *emulated_memcpy(void *to, const void *from, size_t bytes)
{
    check_range(from, bytes, false, PC);
    check_range(to, bytes, true, PC);
    return memcpy(to, from, bytes);
}

void *emulated_memset(void *to, int value, size_t bytes);
void *emulated_memset(void *to, int value, size_t bytes)
{
    check_range(to, bytes, true, PC);
    return memset(to, value, bytes);
}

/* Nothing to do at a function's begin and end, nor at the program's, nor for C++'s virtual functions. */
void __tsan_vptr_update(void **at, void *to);
void __tsan_vptr_update(void **at, void *to)
{
    (void)at;
    (void)to;
}
void __tsan_vptr_read(void **at);
void __tsan_vptr_read(void **at)
{
    (void)at;
}
void __tsan_init(void);
void __tsan_init(void)
{
}
void __tsan_func_entry(const void *caller);
void __tsan_func_entry(const void *caller)
{
    (void)caller;
}
void __tsan_func_exit(void);
void __tsan_func_exit(void)
{
}

struct ubsan_place {
    const char *file;
    uint32_t line, column;
};
void __ubsan_handle_out_of_bounds(const struct ubsan_place *place, uintptr_t index);
void __ubsan_handle_out_of_bounds(const struct ubsan_place *place, uintptr_t index)
{
    fault_index(place->file, place->line, (long)index);
    machine_give_up(cudaErrorIllegalAddress);
}

/* A pointer to a float4 or the like, off its multiple. */
struct ubsan_mismatch {
    struct ubsan_place place;
    const void *type;
    unsigned char log_alignment, kind;
};
void __ubsan_handle_type_mismatch_v1(const struct ubsan_mismatch *mismatch, uintptr_t address);
void __ubsan_handle_type_mismatch_v1(const struct ubsan_mismatch *mismatch, uintptr_t address)
{
    (void)address;
    fault_alignment(mismatch->place.file, mismatch->place.line, 1U << mismatch->log_alignment);
    machine_give_up(cudaErrorMisalignedAddress);
}
