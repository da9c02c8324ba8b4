#include "kernels/cuda/emulator/faults.h"

#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/fault_parts.h"
#include "kernels/cuda/emulator/machine.h"
#include "kernels/cuda/emulator/shadow.h"
#include "kernels/cuda/emulator/words.h"

#include <stdarg.h>
#include <string.h>

enum { most_faults = 64 };

static struct emulator_fault fault[most_faults];
static size_t faults;

/* --- making one ------------------------------------------------------------------------------- */

struct emulator_thread fault_thread(unsigned number, uint3 block)
{
    const uint3 index = machine.thread[number].index;
    return (struct emulator_thread){{block.x, block.y, block.z}, {index.x, index.y, index.z}};
}

struct emulator_fault fault_new(enum emulator_fault_kind kind)
{
    struct emulator_fault made = {.kind = kind};
    snprintf(made.means, sizeof made.means, "%s", words_for(kind));
    if (machine.launch) {
        snprintf(made.kernel, sizeof made.kernel, "%s", machine.launch->kernel);
    }
    if (machine.current) {
        made.thread = fault_thread(machine.current->number, machine_block());
    }
    return made;
}

void fault_say(struct emulator_fault *made, const char *format, ...)
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
void fault_keep(const struct emulator_fault *made)
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
    struct emulator_fault made = fault_new(kind);
    char where[160];
    words_for_address(access->address, access->bytes, where, sizeof where);
    made.place = place_at(access->pc);
    fault_say(&made, "%s %s", access->writes ? "writes" : "reads", where);
    fault_keep(&made);
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
    struct emulator_fault made = fault_new(fault_misaligned);
    made.place = place_at(access->pc);
    fault_say(&made, "%s %u bytes at once at an address that is no multiple of %u",
              access->writes ? "writes" : "reads", access->bytes, access->bytes);
    fault_keep(&made);
}

void fault_of_host(const struct emulated_access *access)
{
    struct emulator_fault made = fault_new(fault_host_pointer);
    made.place = place_at(access->pc);
    if (access->address < 4096) {
        fault_say(&made, "%s through NULL", access->writes ? "writes" : "reads");
    } else if (shadow_is_of_program(access->address)) {
        fault_say(
            &made,
            "%s a variable of the program: kernels have those with __shared__, __device__ or "
            "__constant__ (a __shared__ one in a template is lost by g++, not by CXX=clang++)",
            access->writes ? "writes" : "reads");
    } else {
        fault_say(&made, "%s the host's memory", access->writes ? "writes" : "reads");
    }
    fault_keep(&made);
}

void fault_by_host(const struct emulated_access *access)
{
    struct emulator_fault made = fault_new(fault_device_pointer);
    made.place = place_at(access->pc);
    fault_say(&made, "the host %s the device's memory", access->writes ? "writes" : "touches");
    fault_keep(&made);
}

void fault_index(const char *file, unsigned line, long index)
{
    struct emulator_fault made = fault_new(fault_out_of_bounds);
    made.place = (struct emulator_place){file, line, 0};
    fault_say(&made, "uses the index %ld, which the declared array does not have", index);
    fault_keep(&made);
}

void fault_alignment(const char *file, unsigned line, unsigned multiple)
{
    struct emulator_fault made = fault_new(fault_misaligned);
    made.place = (struct emulator_place){file, line, 0};
    fault_say(&made, "uses a pointer to what must begin at a multiple of %u bytes, and does not",
              multiple);
    fault_keep(&made);
}

void fault_of_race(enum emulator_fault_kind kind, const struct emulated_access *access,
                   const struct earlier_access *earlier)
{
    if (is_told(kind, access->pc, earlier->pc)) {
        return;
    }
    struct emulator_fault made = fault_new(kind);
    char where[160];
    words_for_address(access->address, access->bytes, where, sizeof where);
    made.place = place_at(access->pc);
    made.other_place = place_at(earlier->pc);
    /* Of several who read, the last one is known: it may be this thread itself. */
    made.has_other = !earlier->of_other_block && earlier->thread != machine.current->number;
    made.other = fault_thread(earlier->thread, machine_block());
    fault_say(&made, "%s %s, which %s %s", access->writes ? "writes" : "reads", where,
              earlier->of_other_block ? "another block" : "another thread",
              earlier->wrote ? "wrote" : "read");
    if (!earlier->wrote) {
        forget_unwritten(&made.other_place);
    }
    fault_keep(&made);
}

void fault_goes_on(const struct emulated_access *access)
{
    struct emulator_fault made = fault_new(fault_endless);
    made.place = place_at(access->pc);
    fault_say(&made, "has touched memory %u times and neither waited nor ended",
              machine.current->accesses);
    fault_keep(&made);
}

void fault_stack(void)
{
    struct emulator_fault made = fault_new(fault_out_of_bounds);
    fault_say(&made,
              "needs more than the %d bytes of a thread's stack: for large arrays of its own, or a "
              "recursion without "
              "end",
              fibre_stack_bytes);
    snprintf(made.means, sizeof made.means,
             "What a thread declares for itself is small on a device, too: registers, and slow "
             "local memory. Numbers for "
             "a whole block belong into __shared__ memory.");
    fault_keep(&made);
}

/* --- the host's --------------------------------------------------------------------------------- */

void fault_of_launch(const char *kernel, const char *format, ...)
{
    struct emulator_fault made = fault_new(fault_launch);
    va_list arguments;
    snprintf(made.kernel, sizeof made.kernel, "%s", kernel);
    va_start(arguments, format);
    vsnprintf(made.what, sizeof made.what, format, arguments);
    va_end(arguments);
    fault_keep(&made);
}

void fault_of_copy(const char *format, ...)
{
    struct emulator_fault made = fault_new(fault_copy);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(made.what, sizeof made.what, format, arguments);
    va_end(arguments);
    fault_keep(&made);
}

void fault_copy_freed(const char *call)
{
    struct emulator_fault made = fault_new(fault_after_free);
    fault_say(&made, "%s is given memory that was freed", call);
    fault_keep(&made);
}

void fault_free(const void *address, bool freed_already)
{
    struct emulator_fault made = fault_new(fault_after_free);
    if (freed_already) {
        fault_say(&made, "cudaFree is given memory that was freed already");
    } else {
        fault_say(&made, "cudaFree is given %p, which cudaMalloc never gave out", address);
        snprintf(made.means, sizeof made.means,
                 "What cudaMalloc gave is given back by its first address. The host's memory goes "
                 "to free or cudaFreeHost.");
    }
    fault_keep(&made);
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
