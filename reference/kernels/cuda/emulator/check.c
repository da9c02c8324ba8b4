/* Compares an access with what the shadow knows of its words.
 *
 * The rules of races. Two accesses of one place by different threads, one of them writing, are a race unless
 * something stands between them: a launch's begin; within a block, a barrier; within a warp, a __syncwarp. The
 * shadow (shadow.h) knows of each word who wrote it last and who read it last, and of other readers which kind.
 */
#include "kernels/cuda/emulator/check.h"

#include "kernels/cuda/emulator/machine.h"

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

/* Shared memory is a block's own: what another one left there is nothing. */
static void forget_other_blocks(struct cell *cell)
{
    if (mark_when(cell->written) > 0 && mark_when(cell->written) < machine.block_began) {
        *cell = (struct cell){.written = never_written};
    }
}

static void see_cell(struct cell *cell, const struct emulated_access *access, enum access_kind kind)
{
    const bool atomic = kind == atomic_global || kind == atomic_shared;
    if (kind == plain_shared || kind == atomic_shared) {
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

void check_words(struct region *region, const struct emulated_access *access, enum access_kind kind)
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
