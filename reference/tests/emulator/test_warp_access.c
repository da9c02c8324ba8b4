/* What one instruction of a warp costs, by the addresses of its lanes. */
#include "kernels/cuda/emulator/warp_access.h"

#include <criterion/criterion.h>

enum { kib = 1024 };

/* All lanes; lane i touches `bytes` at from + i step. */
static struct warp_access all_lanes(uintptr_t from, long step, unsigned bytes)
{
    struct warp_access access = {0};
    for (unsigned lane = 0; lane < access_lanes; lane++) {
        warp_access_join(&access, lane, from + (uintptr_t)(lane * step), bytes);
    }
    return access;
}

/* The same in groups of `group` lanes, whose first addresses are `apart`. */
static struct warp_access in_groups(unsigned group, uintptr_t apart, long step, unsigned bytes)
{
    struct warp_access access = {0};
    for (unsigned lane = 0; lane < access_lanes; lane++) {
        warp_access_join(&access, lane, lane / group * apart + (uintptr_t)(lane % group * step),
                         bytes);
    }
    return access;
}

/* --- global memory ---------------------------------------------------------------------------- */

#define SEGMENTS(wanted, from, step, bytes)                                                        \
    do {                                                                                           \
        const struct warp_access access = all_lanes(from, step, bytes);                            \
        cr_expect_eq(warp_access_segments(&access), wanted, "%u segments",                         \
                     warp_access_segments(&access));                                               \
    } while (0)

Test(emulator_segments, side_by_side_are_as_many_as_their_bytes_fill)
{
    SEGMENTS(1, 0, 1, 1);
    SEGMENTS(4, 0, 4, 4);
    SEGMENTS(8, 0, 8, 8);    /* float2, double */
    SEGMENTS(16, 0, 16, 16); /* float4 */
    SEGMENTS(4, 31 * 4, -4, 4);
}

Test(emulator_segments, off_a_multiple_of_32_bytes_are_one_more)
{
    SEGMENTS(5, 4, 4, 4);
    SEGMENTS(9, 8, 8, 8);
    SEGMENTS(17, 16, 16, 16);
}

Test(emulator_segments, far_from_each_other_are_one_a_lane)
{
    SEGMENTS(32, 0, kib, 4);
    SEGMENTS(32, 0, kib, 16);
    SEGMENTS(16, 0, 16, 4); /* x alone of float4s: two to a segment */
    SEGMENTS(32, 0, 32, 16);
}

Test(emulator_segments, of_one_address_are_one)
{
    SEGMENTS(1, 64, 0, 4);
    SEGMENTS(1, 64, 0, 16);
}

Test(emulator_segments, a_number_across_a_boundary_lies_in_two)
{
    struct warp_access access = {0};
    warp_access_join(&access, 5, 30, 4);
    cr_assert_eq(warp_access_segments(&access), 2);
    cr_assert_eq(warp_access_bytes(&access), 4);
}

/* --- shared memory ---------------------------------------------------------------------------- */

#define CONFLICTS(wanted, ...)                                                                     \
    do {                                                                                           \
        const struct warp_access access = __VA_ARGS__;                                             \
        cr_expect_eq(warp_access_conflicts(&access), wanted, "%u conflicts",                       \
                     warp_access_conflicts(&access));                                              \
    } while (0)

Test(emulator_conflicts, none_side_by_side)
{
    CONFLICTS(0, all_lanes(0, 1, 1)); /* four to a word */
    CONFLICTS(0, all_lanes(0, 2, 2));
    CONFLICTS(0, all_lanes(20, 4, 4));
    CONFLICTS(0, all_lanes(0, 8, 8));
    CONFLICTS(0, all_lanes(0, 16, 16));
}

Test(emulator_conflicts, none_of_one_address)
{
    CONFLICTS(0, all_lanes(64, 0, 4));
    CONFLICTS(0, all_lanes(64, 0, 16));
}

Test(emulator_conflicts, of_words_by_their_step)
{
    CONFLICTS(1, all_lanes(0, 8, 4));
    CONFLICTS(3, all_lanes(0, 16, 4));
    CONFLICTS(0, all_lanes(0, 12, 4)); /* odd steps visit all banks */
    CONFLICTS(31, all_lanes(0, 128, 4));
    CONFLICTS(0, all_lanes(0, 132, 4));
}

/* A column of a tile whose rows are 128 bytes, and padded rows. */
Test(emulator_conflicts, of_a_column_in_halves_of_a_warp)
{
    CONFLICTS(2 * 15, all_lanes(0, 128, 8));
    CONFLICTS(0, all_lanes(0, 128 + 8, 8));
    CONFLICTS(2 * 1, all_lanes(0, 16, 8));
}

Test(emulator_conflicts, of_a_column_in_quarters_of_a_warp)
{
    CONFLICTS(4 * 7, all_lanes(0, 128, 16));
    CONFLICTS(0, all_lanes(0, 128 + 16, 16));
    CONFLICTS(4 * 1, all_lanes(0, 32, 16));
}

/* Two halves, four quarters, each side by side, that want the same banks: together they would be in each other's way. */
Test(emulator_conflicts, none_between_those_served_one_after_another)
{
    CONFLICTS(1, in_groups(16, 4 * kib, 4, 4));
    CONFLICTS(0, in_groups(16, 4 * kib, 8, 8));
    CONFLICTS(2, in_groups(8, 4 * kib, 8, 8));
    CONFLICTS(0, in_groups(8, 4 * kib, 16, 16));
    CONFLICTS(4, in_groups(4, 4 * kib, 16, 16));
}

/* Of a tile's rows each number goes to several lanes. */
Test(emulator_conflicts, none_where_lanes_want_the_same_words)
{
    CONFLICTS(0, in_groups(4, 16, 0, 16));       /* lanes 0 to 3 one float4, 4 to 7 the next */
    CONFLICTS(0, in_groups(4, 0, 16, 16));       /* four float4s, over and over */
    CONFLICTS(0, in_groups(16, 64 * kib, 0, 8)); /* a float2 a half */
    CONFLICTS(1, in_groups(16, 4 * kib, 0, 4));  /* two words of one bank */
}

Test(emulator_conflicts, of_lanes_that_take_part_alone)
{
    struct warp_access access = {0};
    cr_assert_eq(warp_access_conflicts(&access), 0);
    warp_access_join(&access, 3, 0, 4);
    cr_assert_eq(warp_access_conflicts(&access), 0);
    warp_access_join(&access, 30, 256, 4);
    cr_assert_eq(warp_access_conflicts(&access), 1);
    warp_access_join(&access, 31, 388, 4);
    cr_assert_eq(warp_access_conflicts(&access), 1, "the next bank");
}
