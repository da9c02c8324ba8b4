/* Lanes run one after another, not together. So the k-th time that a lane comes to an instruction since it was last
 * resumed is taken for the same access of its warp as the other lanes' k-th time there: also when some of them went
 * another way before. (In a loop from which lanes leave out rounds, the k-th times need not be the same round.) */
#include "kernels/cuda/emulator/traffic.h"

#include "base/message.h"
#include "kernels/cuda/emulator/machine.h"
#include "kernels/cuda/emulator/warp_access.h"

#include <stdlib.h>
#include <string.h>

/* Of a warp's accesses between two waits the first most_groups are grouped, and in a launch the first most_places
 * instructions' ones; of others the bytes alone are counted. */
enum { most_groups = 8192, most_places = 256 };
enum { most_kernels = 128 };

static struct {
    char name[64];
    struct emulator_traffic counts;
} kernel[most_kernels];
static size_t kernels;
static struct emulator_traffic *now; /* of the launch that runs */

/* What a warp's lanes do together at one instruction. */
struct group {
    bool shared;
    struct warp_access access;
    struct group *next; /* of the same instruction, a time later */
};

/* The groups of each warp since the last wait: of an instruction, one for each time. */
static struct {
    struct group *group; /* (most_groups), taken when the warp first needs one */
    size_t groups;
    struct group *first[most_places];
} of_warp[most_warps];

/* The instructions of the launch that runs: a table by their addresses; where a place is taken, the next free one is. */
static uintptr_t place_pc[most_places];
static unsigned used[most_places], used_count; /* since the last wait: which, for a quick end */
static bool is_used[most_places];

/* Where each thread was last at each instruction since the last wait. */
static struct group *last[most_places][most_threads];

static struct emulator_traffic *traffic_of(const char *name)
{
    for (size_t i = 0; i < kernels; i++) {
        if (strcmp(kernel[i].name, name) == 0) {
            return &kernel[i].counts;
        }
    }
    const size_t place = kernels < most_kernels ? kernels++ : most_kernels - 1;
    snprintf(kernel[place].name, sizeof kernel[place].name, "%s", name);
    kernel[place].counts = (struct emulator_traffic){0};
    return &kernel[place].counts;
}

void traffic_begin_launch(const char *name)
{
    now = traffic_of(name);
    now->launches++;
    memset(place_pc, 0, sizeof place_pc);
}

/* The instruction's place in the table; most_places when it is full. */
static unsigned place_of(uintptr_t pc)
{
    unsigned place = (unsigned)(pc ^ pc >> 8) % most_places;
    for (unsigned tries = 0; place_pc[place] != pc; tries++, place = (place + 1) % most_places) {
        if (tries == most_places) {
            return most_places;
        }
        if (place_pc[place] == 0) {
            place_pc[place] = pc;
            break;
        }
    }
    if (!is_used[place]) {
        is_used[place] = true;
        used[used_count++] = place;
    }
    return place;
}

/* NULL: too many. */
static struct group *new_group(unsigned warp, bool shared)
{
    if (!of_warp[warp].group) {
        of_warp[warp].group = malloc(most_groups * sizeof *of_warp[warp].group);
        if (!of_warp[warp].group) {
            panic("emulator: no memory to count accesses");
        }
    }
    if (of_warp[warp].groups == most_groups) {
        return NULL;
    }
    struct group *const made = &of_warp[warp].group[of_warp[warp].groups++];
    made->shared = shared;
    made->access.lanes = 0;
    made->next = NULL;
    return made;
}

/* NULL: too many. */
static struct group *group_for(uintptr_t pc, bool shared)
{
    const unsigned thread = machine.current->number, warp = thread / warp_lanes;
    const unsigned place = place_of(pc);
    if (place == most_places) {
        return NULL;
    }
    struct group **const before = &last[place][thread];
    struct group **const next = *before ? &(*before)->next : &of_warp[warp].first[place];
    if (!*next) {
        *next = new_group(warp, shared);
    }
    if (*next) {
        *before = *next;
    }
    return *next;
}

static void join(struct group *group, uintptr_t address, unsigned bytes)
{
    if (group) {
        warp_access_join(&group->access, machine.current->number % warp_lanes, address, bytes);
    }
}

void traffic_global(uintptr_t address, unsigned bytes, bool writes, uintptr_t pc)
{
    *(writes ? &now->written_bytes : &now->read_bytes) += bytes;
    join(group_for(pc, false), address, bytes);
}

void traffic_shared(uintptr_t address, unsigned bytes, uintptr_t pc)
{
    join(group_for(pc, true), address, bytes);
}

static void count(const struct group *group)
{
    const struct warp_access *const access = &group->access;
    if (group->shared) {
        now->shared_accesses++;
        now->bank_conflicts += warp_access_conflicts(access);
        return;
    }
    const unsigned bytes = warp_access_bytes(access), segments = warp_access_segments(access);
    now->accesses++;
    now->segments += segments;
    now->uncoalesced += segments > (bytes + segment_bytes - 1) / segment_bytes;
}

void traffic_interval(void)
{
    const unsigned warps = (machine.count + warp_lanes - 1) / warp_lanes;
    for (unsigned warp = 0; warp < warps; warp++) {
        for (size_t i = 0; i < of_warp[warp].groups; i++) {
            count(&of_warp[warp].group[i]);
        }
        of_warp[warp].groups = 0;
    }
    while (used_count > 0) {
        const unsigned place = used[--used_count];
        is_used[place] = false;
        memset(last[place], 0, machine.count * sizeof *last[place]);
        for (unsigned warp = 0; warp < warps; warp++) {
            of_warp[warp].first[place] = NULL;
        }
    }
}

void traffic_barrier(void)
{
    now->barriers++;
}

struct emulator_traffic emulator_traffic(const char *name)
{
    for (size_t i = 0; i < kernels; i++) {
        if (strcmp(kernel[i].name, name) == 0) {
            return kernel[i].counts;
        }
    }
    return (struct emulator_traffic){0};
}

const char *traffic_kernel(size_t i)
{
    return i < kernels ? kernel[i].name : NULL;
}

void traffic_reset(void)
{
    kernels = 0;
}
