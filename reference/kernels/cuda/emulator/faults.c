#include "kernels/cuda/emulator/faults.h"

#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/machine.h"
#include "kernels/cuda/emulator/shadow.h"
#include "kernels/cuda/emulator/words.h"

#include <stdarg.h>
#include <string.h>

enum { most_faults = 64 };

static struct emulator_fault fault[most_faults];
static size_t faults;

/* --- making one ------------------------------------------------------------------------------- */

static struct emulator_thread thread_number(unsigned number, uint3 block)
{
    const uint3 index = machine.thread[number].index;
    return (struct emulator_thread){{block.x, block.y, block.z}, {index.x, index.y, index.z}};
}

static struct emulator_fault new_fault(enum emulator_fault_kind kind)
{
    struct emulator_fault made = {.kind = kind};
    snprintf(made.means, sizeof made.means, "%s", words_for(kind));
    if (machine.launch) {
        snprintf(made.kernel, sizeof made.kernel, "%s", machine.launch->kernel);
    }
    if (machine.current) {
        made.thread = thread_number(machine.current->number, machine_block());
    }
    return made;
}

__attribute__((format(printf, 2, 3))) static void say(struct emulator_fault *made,
                                                      const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(made->what, sizeof made->what, format, arguments);
    va_end(arguments);
}

static bool same_place(const struct emulator_place *a, const struct emulator_place *b)
{
    return a->pc == b->pc && a->line == b->line;
}

static bool same_places(const struct emulator_fault *a, const struct emulator_fault *b)
{
    return (same_place(&a->place, &b->place) && same_place(&a->other_place, &b->other_place)) ||
           (same_place(&a->place, &b->other_place) && same_place(&a->other_place, &b->place));
}

/* Where no place is known, the words must be the same. */
static bool is_same(const struct emulator_fault *a, const struct emulator_fault *b)
{
    const bool placed = a->place.pc != 0 || a->place.line != 0;
    return a->kind == b->kind && strcmp(a->kernel, b->kernel) == 0 && same_places(a, b) &&
           (placed || strcmp(a->what, b->what) == 0);
}

/* The same kind at the same lines is told once, whichever of two lines came first. */
static void keep(const struct emulator_fault *made)
{
    for (size_t i = 0; i < faults; i++) {
        if (is_same(&fault[i], made)) {
            return;
        }
    }
    if (faults < most_faults) {
        fault[faults++] = *made;
    }
    if (fault_kept) {
        fault_kept(made);
    }
}

/* A quick look at whether a kernel's fault has been told of, before there are words for it: a race can be met millions
 * of times. */
static bool is_told(enum emulator_fault_kind kind, uintptr_t pc, uintptr_t other_pc)
{
    for (size_t i = 0; i < faults; i++) {
        const uintptr_t one = fault[i].place.pc, other = fault[i].other_place.pc;
        if (fault[i].kind == kind &&
            ((one == pc && other == other_pc) || (one == other_pc && other == pc)) &&
            strcmp(fault[i].kernel, machine.launch->kernel) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_in_race(uintptr_t pc)
{
    for (size_t i = 0; i < faults; i++) {
        if (fault[i].other_place.pc == pc || (fault[i].other_place.pc && fault[i].place.pc == pc)) {
            return true;
        }
    }
    return false;
}

/* Who reads before another thread writes, and nothing between them, reads what nobody wrote: but that is a race,
 * and a race is what must be told. */
static void forget_unwritten(const struct emulator_place *place)
{
    size_t kept = 0;
    for (size_t i = 0; i < faults; i++) {
        if (fault[i].kind != fault_uninitialised || !same_place(&fault[i].place, place)) {
            fault[kept++] = fault[i];
        }
    }
    faults = kept;
}

static struct emulator_place place_at(uintptr_t pc)
{
    return (struct emulator_place){"", 0, pc};
}

/* --- accesses --------------------------------------------------------------------------------- */

static void keep_access(enum emulator_fault_kind kind, const struct emulated_access *access)
{
    struct emulator_fault made = new_fault(kind);
    char where[160];
    words_for_address(access->address, access->bytes, where, sizeof where);
    made.place = place_at(access->pc);
    say(&made, "%s %s", access->writes ? "writes" : "reads", where);
    keep(&made);
}

void fault_outside(const struct emulated_access *access)
{
    keep_access(fault_out_of_bounds, access);
}

void fault_unwritten(const struct emulated_access *access)
{
    if (!is_told(fault_uninitialised, access->pc, 0) && !is_in_race(access->pc)) {
        keep_access(fault_uninitialised, access);
    }
}

void fault_freed(const struct emulated_access *access)
{
    keep_access(fault_after_free, access);
}

void fault_crooked(const struct emulated_access *access)
{
    struct emulator_fault made = new_fault(fault_misaligned);
    made.place = place_at(access->pc);
    say(&made, "%s %u bytes at once at an address that is no multiple of %u",
        access->writes ? "writes" : "reads", access->bytes, access->bytes);
    keep(&made);
}

void fault_of_host(const struct emulated_access *access)
{
    struct emulator_fault made = new_fault(fault_host_pointer);
    made.place = place_at(access->pc);
    if (access->address < 4096) {
        say(&made, "%s through NULL", access->writes ? "writes" : "reads");
    } else if (shadow_is_of_program(access->address)) {
        say(&made,
            "%s a variable of the program: kernels have those with __shared__, __device__ or "
            "__constant__ (a __shared__ one in a template is lost by g++, not by CXX=clang++)",
            access->writes ? "writes" : "reads");
    } else {
        say(&made, "%s the host's memory", access->writes ? "writes" : "reads");
    }
    keep(&made);
}

void fault_by_host(const struct emulated_access *access)
{
    struct emulator_fault made = new_fault(fault_device_pointer);
    made.place = place_at(access->pc);
    say(&made, "the host %s the device's memory", access->writes ? "writes" : "touches");
    keep(&made);
}

void fault_index(const char *file, unsigned line, long index)
{
    struct emulator_fault made = new_fault(fault_out_of_bounds);
    made.place = (struct emulator_place){file, line, 0};
    say(&made, "uses the index %ld, which the declared array does not have", index);
    keep(&made);
}

void fault_alignment(const char *file, unsigned line, unsigned multiple)
{
    struct emulator_fault made = new_fault(fault_misaligned);
    made.place = (struct emulator_place){file, line, 0};
    say(&made, "uses a pointer to what must begin at a multiple of %u bytes, and does not",
        multiple);
    keep(&made);
}

void fault_of_race(enum emulator_fault_kind kind, const struct emulated_access *access,
                   const struct earlier_access *earlier)
{
    if (is_told(kind, access->pc, earlier->pc)) {
        return;
    }
    struct emulator_fault made = new_fault(kind);
    char where[160];
    words_for_address(access->address, access->bytes, where, sizeof where);
    made.place = place_at(access->pc);
    made.other_place = place_at(earlier->pc);
    /* Of several who read, the last one is known: it may be this thread itself. */
    made.has_other = !earlier->of_other_block && earlier->thread != machine.current->number;
    made.other = thread_number(earlier->thread, machine_block());
    say(&made, "%s %s, which %s %s", access->writes ? "writes" : "reads", where,
        earlier->of_other_block ? "another block" : "another thread",
        earlier->wrote ? "wrote" : "read");
    if (!earlier->wrote) {
        forget_unwritten(&made.other_place);
    }
    keep(&made);
}

void fault_goes_on(const struct emulated_access *access)
{
    struct emulator_fault made = new_fault(fault_endless);
    made.place = place_at(access->pc);
    say(&made, "has touched memory %u times and neither waited nor ended",
        machine.current->accesses);
    keep(&made);
}

void fault_stack(void)
{
    struct emulator_fault made = new_fault(fault_out_of_bounds);
    say(&made,
        "needs more than the %d bytes of a thread's stack: for large arrays of its own, or a "
        "recursion without "
        "end",
        fibre_stack_bytes);
    snprintf(made.means, sizeof made.means,
             "What a thread declares for itself is small on a device, too: registers, and slow "
             "local memory. Numbers for "
             "a whole block belong into __shared__ memory.");
    keep(&made);
}

/* --- barriers and shuffles -------------------------------------------------------------------- */

void fault_lane_outside_mask(unsigned mask, const char *file, unsigned line)
{
    struct emulator_fault made = new_fault(fault_shuffle);
    made.place = (struct emulator_place){file, line, 0};
    say(&made, "lane %u takes part, and is not in the mask 0x%x", machine.current->number % 32,
        mask);
    keep(&made);
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
    struct emulator_fault made = new_fault(kind);
    made.place = where_it_waits(first);
    made.thread = thread_number(first->number, machine_block());
    if (other) {
        made.has_other = true;
        made.other = thread_number(other->number, machine_block());
        made.other_place =
            other->state == thread_done ? (struct emulator_place){"", 0, 0} : where_it_waits(other);
    }
    if (kind == fault_shuffle) {
        say(&made, "waits in a shuffle for all lanes of the mask 0x%x, and some never come",
            first->mask);
    } else if (first->state == thread_in_warp) {
        say(&made, "waits at a __syncwarp for all lanes of the mask 0x%x, and some never come",
            first->mask);
        snprintf(made.means, sizeof made.means,
                 "Every lane of the mask must come to the __syncwarp(). Does it stand in an if, or "
                 "behind a return, that "
                 "some lanes of the warp leave out?");
    } else if (other && other->state == thread_at_barrier) {
        say(&made, "waits at one barrier, and others of its block at another");
    } else {
        say(&made, "waits at a barrier with %u of %u threads; %u have ended and will never come",
            count_in(thread_at_barrier), machine.count, count_in(thread_done));
    }
    keep(&made);
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

/* --- the host's --------------------------------------------------------------------------------- */

void fault_of_launch(const char *kernel, const char *format, ...)
{
    struct emulator_fault made = new_fault(fault_launch);
    va_list arguments;
    snprintf(made.kernel, sizeof made.kernel, "%s", kernel);
    va_start(arguments, format);
    vsnprintf(made.what, sizeof made.what, format, arguments);
    va_end(arguments);
    keep(&made);
}

void fault_of_copy(const char *format, ...)
{
    struct emulator_fault made = new_fault(fault_copy);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(made.what, sizeof made.what, format, arguments);
    va_end(arguments);
    keep(&made);
}

void fault_copy_freed(const char *call)
{
    struct emulator_fault made = new_fault(fault_after_free);
    say(&made, "%s is given memory that was freed", call);
    keep(&made);
}

void fault_free(const void *address, bool freed_already)
{
    struct emulator_fault made = new_fault(fault_after_free);
    if (freed_already) {
        say(&made, "cudaFree is given memory that was freed already");
    } else {
        say(&made, "cudaFree is given %p, which cudaMalloc never gave out", address);
        snprintf(made.means, sizeof made.means,
                 "What cudaMalloc gave is given back by its first address. The host's memory goes "
                 "to free or cudaFreeHost.");
    }
    keep(&made);
}

/* --- for programs ----------------------------------------------------------------------------- */

size_t emulator_fault_count(void)
{
    return faults;
}

static void resolve(struct emulator_place *place)
{
    if (find_place && place->line == 0 && place->pc != 0) {
        find_place(place->pc, place);
    }
}

const struct emulator_fault *emulator_fault(size_t i)
{
    resolve(&fault[i].place);
    resolve(&fault[i].other_place);
    return &fault[i];
}

void faults_reset(void)
{
    faults = 0;
}
