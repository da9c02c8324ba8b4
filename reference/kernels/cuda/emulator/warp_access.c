#include "kernels/cuda/emulator/warp_access.h"

#include <stdbool.h>

enum { banks = 32, word_bytes = 4, most_words = 4 /* of a lane */ };

void warp_access_join(struct warp_access *access, unsigned lane, uintptr_t address, unsigned bytes)
{
    access->lanes |= 1u << lane;
    access->at[lane] = (uint32_t)address;
    access->bytes[lane] = (uint8_t)bytes;
}

static bool takes_part(const struct warp_access *access, unsigned lane)
{
    return access->lanes >> lane & 1;
}

unsigned warp_access_bytes(const struct warp_access *access)
{
    unsigned bytes = 0;
    for (unsigned lane = 0; lane < access_lanes; lane++) {
        bytes += takes_part(access, lane) ? access->bytes[lane] : 0;
    }
    return bytes;
}

/* Adds a number to a list of different ones. The last is looked at first: neighbours want the same or the next. */
static void note(uint32_t *list, unsigned *count, uint32_t number)
{
    for (unsigned i = *count; i > 0; i--) {
        if (list[i - 1] == number) {
            return;
        }
    }
    list[(*count)++] = number;
}

unsigned warp_access_segments(const struct warp_access *access)
{
    uint32_t segment[2 * access_lanes];
    unsigned count = 0;
    for (unsigned lane = 0; lane < access_lanes; lane++) {
        if (takes_part(access, lane)) {
            const uint32_t first = access->at[lane] / segment_bytes;
            const uint32_t last = (access->at[lane] + access->bytes[lane] - 1u) / segment_bytes;
            note(segment, &count, first);
            if (last != first) {
                note(segment, &count, last);
            }
        }
    }
    return count;
}

/* Lanes that all bring one address, or neighbours side by side, have no conflicts: no need to look at each pair. */
static bool is_plain(const struct warp_access *access)
{
    const unsigned first = (unsigned)__builtin_ctz(access->lanes);
    bool same = true, next = true;
    for (unsigned lane = first; lane < access_lanes; lane++) {
        if (takes_part(access, lane)) {
            const uint32_t from_first = access->at[lane] - access->at[first];
            same = same && from_first == 0;
            next = next && from_first == (lane - first) * access->bytes[first] &&
                   access->bytes[lane] == access->bytes[first];
        }
    }
    return same || next;
}

/* Of lanes first to end - 1, which are served together: how often the most wanted bank must give, less the first
 * time. */
static unsigned conflicts_of(const struct warp_access *access, unsigned first, unsigned end)
{
    uint32_t wanted[banks][access_lanes * most_words]; /* by bank: different words */
    unsigned count[banks] = {0}, most = 1;
    for (unsigned lane = first; lane < end; lane++) {
        if (takes_part(access, lane)) {
            const uint32_t last = (access->at[lane] + access->bytes[lane] - 1u) / word_bytes;
            for (uint32_t word = access->at[lane] / word_bytes; word <= last; word++) {
                const unsigned bank = word % banks;
                note(wanted[bank], &count[bank], word);
                most = count[bank] > most ? count[bank] : most;
            }
        }
    }
    return most - 1;
}

/* The widest access decides how many lanes are served together. */
static unsigned served_together(const struct warp_access *access)
{
    unsigned widest = 0;
    for (unsigned lane = 0; lane < access_lanes; lane++) {
        if (takes_part(access, lane) && access->bytes[lane] > widest) {
            widest = access->bytes[lane];
        }
    }
    return widest > 8 ? access_lanes / 4 : widest > 4 ? access_lanes / 2 : access_lanes;
}

unsigned warp_access_conflicts(const struct warp_access *access)
{
    if (access->lanes == 0 || is_plain(access)) {
        return 0;
    }
    const unsigned together = served_together(access);
    unsigned conflicts = 0;
    for (unsigned first = 0; first < access_lanes; first += together) {
        conflicts += conflicts_of(access, first, first + together);
    }
    return conflicts;
}
