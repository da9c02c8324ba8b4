/* Lanes run one after another, not together. So the n-th access of each lane since it was last resumed is taken for
 * one access of its warp, when it is the same instruction's; where lanes go different ways, it is another one's, and
 * starts a group of its own. */
#include "kernels/cuda/emulator/traffic.h"

#include "base/message.h"
#include "kernels/cuda/emulator/machine.h"

#include <stdlib.h>
#include <string.h>

/* Of accesses between two waits the first most_rows are grouped; of later ones the bytes alone are counted. */
enum { most_rows = 8192 };
enum { most_kernels = 128, segment_bytes = 32, banks = 32, most_segments = 64, most_ways = 4 };

static struct {
    char name[64];
    struct emulator_traffic counts;
} kernel[most_kernels];
static size_t kernels;
static struct emulator_traffic *now; /* of the launch that runs */

/* What a warp's lanes do at one instruction. */
struct group {
    uintptr_t pc; /* 0: a free one */
    bool shared;
    unsigned bytes, segments, words;
    uint32_t segment[most_segments]; /* which were touched */
    uint32_t word[banks];            /* of shared memory: which were wanted */
};

/* The groups of a warp's n-th accesses: more than one where lanes went different ways. */
struct row {
    struct group way[most_ways];
};

static struct {
    struct row *row;
    size_t rows, room;
} of_warp[most_warps];
static size_t done[most_threads]; /* accesses of each thread since it was resumed */

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
}

static struct row *row_of(unsigned warp, size_t number)
{
    if (number >= of_warp[warp].room) {
        of_warp[warp].room = 2 * number + 64;
        of_warp[warp].row =
            realloc(of_warp[warp].row, of_warp[warp].room * sizeof *of_warp[warp].row);
        if (!of_warp[warp].row) {
            panic("emulator: no memory to count accesses");
        }
    }
    while (of_warp[warp].rows <= number) {
        struct row *const fresh = &of_warp[warp].row[of_warp[warp].rows++];
        for (unsigned i = 0; i < most_ways; i++) {
            fresh->way[i].pc = 0;
        }
    }
    return &of_warp[warp].row[number];
}

/* NULL: too many. */
static struct group *group_for(uintptr_t pc, bool shared)
{
    const unsigned thread = machine.current->number;
    if (done[thread] >= most_rows) {
        return NULL;
    }
    struct row *const row = row_of(thread / warp_lanes, done[thread]++);
    struct group *found = &row->way[0];
    for (unsigned i = 0; i < most_ways && found->pc != pc && found->pc != 0; i++) {
        found = &row->way[i];
    }
    if (found->pc == 0) {
        *found = (struct group){.pc = pc, .shared = shared};
    }
    return found;
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
    for (unsigned warp = 0; warp * warp_lanes < machine.count; warp++) {
        for (size_t i = 0; i < of_warp[warp].rows; i++) {
            struct group *const way = of_warp[warp].row[i].way;
            for (unsigned j = 0; j < most_ways && way[j].pc != 0; j++) {
                count(&way[j]);
            }
        }
        of_warp[warp].rows = 0;
    }
    memset(done, 0, machine.count * sizeof *done);
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
