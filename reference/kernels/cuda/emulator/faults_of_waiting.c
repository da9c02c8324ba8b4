/* Faults of threads that wait: at a barrier, in a warp, for those who never come. */
#include "kernels/cuda/emulator/fault_parts.h"
#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/machine.h"

#include <string.h>

void fault_lane_outside_mask(unsigned mask, const char *file, unsigned line)
{
    struct emulator_fault made = fault_new(fault_shuffle);
    made.place = (struct emulator_place){file, line, 0};
    fault_say(&made, "lane %u takes part, and is not in the mask 0x%x",
              machine.current->number % 32, mask);
    fault_keep(&made);
}

static unsigned count_in(enum thread_state state)
{
    unsigned count = 0;
    for (unsigned i = 0; i < machine.count; i++) {
        count += machine.thread[i].state == state;
    }
    return count;
}

static const struct thread *first_in(enum thread_state state)
{
    for (unsigned i = 0; i < machine.count; i++) {
        if (machine.thread[i].state == state) {
            return &machine.thread[i];
        }
    }
    return NULL;
}

static struct emulator_place where_it_waits(const struct thread *thread)
{
    return (struct emulator_place){thread->file, thread->line, 0};
}

/* A thread at another barrier than the first one that waits at any. */
static const struct thread *at_other_barrier(const struct thread *first)
{
    for (unsigned i = 0; i < machine.count; i++) {
        const struct thread *const thread = &machine.thread[i];
        if (thread->state == thread_at_barrier &&
            (thread->line != first->line || strcmp(thread->file, first->file) != 0)) {
            return thread;
        }
    }
    return NULL;
}

static void keep_waiting(enum emulator_fault_kind kind, const struct thread *first,
                         const struct thread *other)
{
    struct emulator_fault made = fault_new(kind);
    made.place = where_it_waits(first);
    made.thread = fault_thread(first->number, machine_block());
    if (other) {
        made.has_other = true;
        made.other = fault_thread(other->number, machine_block());
        made.other_place =
            other->state == thread_done ? (struct emulator_place){"", 0, 0} : where_it_waits(other);
    }
    if (kind == fault_shuffle) {
        fault_say(&made, "waits in a shuffle for all lanes of the mask 0x%x, and some never come",
                  first->mask);
    } else if (first->state == thread_in_warp) {
        fault_say(&made,
                  "waits at a __syncwarp for all lanes of the mask 0x%x, and some never come",
                  first->mask);
        snprintf(made.means, sizeof made.means,
                 "Every lane of the mask must come to the __syncwarp(). Does it stand in an if, or "
                 "behind a return, that "
                 "some lanes of the warp leave out?");
    } else if (other && other->state == thread_at_barrier) {
        fault_say(&made, "waits at one barrier, and others of its block at another");
    } else {
        fault_say(&made,
                  "waits at a barrier with %u of %u threads; %u have ended and will never come",
                  count_in(thread_at_barrier), machine.count, count_in(thread_done));
    }
    fault_keep(&made);
}

void fault_stuck(void)
{
    const struct thread *const in_warp = first_in(thread_in_warp);
    if (in_warp) {
        keep_waiting(in_warp->exchanges ? fault_shuffle : fault_divergent_barrier, in_warp, NULL);
        return;
    }
    const struct thread *const first = first_in(thread_at_barrier);
    const struct thread *const other = at_other_barrier(first);
    keep_waiting(fault_divergent_barrier, first, other ? other : first_in(thread_done));
}
