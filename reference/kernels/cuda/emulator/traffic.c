/* Lanes run one after another, not together. So the k-th time that a lane comes to an instruction since it was last
 * resumed is taken for the same access of its warp as the other lanes' k-th time there: also when some of them went
 * another way before. (In a loop from which lanes leave out rounds, the k-th times need not be the same round.) */
#include "kernels/cuda/emulator/traffic.h"

#include "base/message.h"
#include "kernels/cuda/emulator/machine.h"

#include <stdlib.h>
#include <string.h>

/* Of a warp's accesses between two waits the first most_groups are grouped, and in a launch the first most_places
 * instructions' ones; of others the bytes alone are counted. */
enum { most_groups = 8192, most_places = 256 };
enum { most_kernels = 128, segment_bytes = 32, banks = 32, most_segments = 64 };

static struct {
    char name[64];
    struct emulator_traffic counts;
} kernel[most_kernels];
static size_t kernels;
static struct emulator_traffic *now; /* of the launch that runs */

/* What a warp's lanes do together at one instruction. */
struct group {
    bool shared;
    unsigned bytes, segments, words;
    uint32_t segment[most_segments]; /* which were touched */
    uint32_t word[banks];            /* of shared memory: which were wanted */
    struct group *next;              /* of the same instruction, a time later */
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
    made->bytes = made->segments = made->words = 0;
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

static void touch(struct group *group, uint32_t segment)
{
    for (unsigned i = group->segments; i > 0; i--) {
        if (group->segment[i - 1] == segment) {
            return;
        }
    }
    if (group->segments < most_segments) {
        group->segment[group->segments++] = segment;
    }
}

void traffic_global(uintptr_t address, unsigned bytes, bool writes, uintptr_t pc)
{
    struct group *const group = group_for(pc, false);
    *(writes ? &now->written_bytes : &now->read_bytes) += bytes;
    if (!group) {
        return;
    }
    group->bytes += bytes;
    touch(group, (uint32_t)(address / segment_bytes));
    if ((address + bytes - 1) / segment_bytes != address / segment_bytes) {
        touch(group, (uint32_t)((address + bytes - 1) / segment_bytes));
    }
}

void traffic_shared(uintptr_t address, unsigned bytes, uintptr_t pc)
{
    struct group *const group = group_for(pc, true);
    if (group && bytes <= 4 && group->words < banks) {
        group->word[group->words++] = (uint32_t)(address / 4);
    }
}

/* How often the most wanted bank must answer, less the first time. */
static unsigned conflicts_of(const struct group *group)
{
    uint32_t wanted[banks][banks]; /* by bank: different words */
    unsigned count[banks] = {0}, most = 1;
    for (unsigned i = 0; i < group->words; i++) {
        const unsigned bank = group->word[i] % banks;
        unsigned j = 0;
        while (j < count[bank] && wanted[bank][j] != group->word[i]) {
            j++;
        }
        if (j == count[bank]) {
            wanted[bank][count[bank]++] = group->word[i];
        }
        most = count[bank] > most ? count[bank] : most;
    }
    return most - 1;
}

/* Lanes that all want one word, or neighbours: no need to look at each pair. */
static bool is_plain(const struct group *group)
{
    bool same = true, next = true;
    for (unsigned i = 1; i < group->words; i++) {
        same = same && group->word[i] == group->word[0];
        next = next && group->word[i] == group->word[0] + i;
    }
    return same || next;
}

static void count(const struct group *group)
{
    if (group->shared) {
        now->shared_accesses++;
        now->bank_conflicts += is_plain(group) ? 0 : conflicts_of(group);
        return;
    }
    const unsigned needed = (group->bytes + segment_bytes - 1) / segment_bytes;
    now->accesses++;
    now->segments += group->segments;
    now->uncoalesced += group->segments > needed;
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
