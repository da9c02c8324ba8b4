#include "base/arena.h"
#include "tests/support.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#ifdef UNDER_ASAN
#include <sanitizer/asan_interface.h>
#elif __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#endif

TestSuite(arena, .init = test_begin, .fini = test_end);

static struct arena new_arena(size_t size)
{
    struct arena arena;
    struct message why;
    cr_assert_eq(arena_create(&arena, size, &why), 0, "%s", why.text);
    return arena;
}

static const size_t odd_sizes[] = {1, 63, 64, 65, 0, 129, 4}; /* bytes */
enum { odd_count = sizeof odd_sizes / sizeof *odd_sizes };

Test(arena, pieces_are_aligned_to_64_bytes)
{
    struct arena arena = new_arena(4096);
    for (size_t i = 0; i < odd_count; i++) {
        const void *const piece = arena_take(&arena, odd_sizes[i]);
        cr_assert_eq((uintptr_t)piece % 64, 0, "the piece of %zu bytes", odd_sizes[i]);
    }
    arena_destroy(&arena);
}

Test(arena, a_gap_of_64_bytes_stands_behind_each_piece)
{
    struct arena arena = new_arena(4096);
    for (size_t i = 0; i < odd_count; i++) {
        const unsigned char *const piece = arena_take(&arena, odd_sizes[i]);
        const unsigned char *const next = arena_take(&arena, 1);
        cr_assert_geq(next - piece, (ptrdiff_t)odd_sizes[i] + 64);
    }
    arena_destroy(&arena);
}

Test(arena, size_is_rounded_up_to_64)
{
    struct arena arena = new_arena(65);
    cr_assert_eq(arena.size, 128);
    cr_assert_eq(arena.used, 0);
    arena_destroy(&arena);
}

Test(arena, fits_counts_the_gap)
{
    struct arena arena = new_arena(192);
    cr_assert(arena_fits(&arena, 128));
    cr_assert_not(arena_fits(&arena, 129));
    cr_assert_not(arena_fits(&arena, SIZE_MAX));
    arena_destroy(&arena);
}

Test(arena, a_full_arena_fits_nothing)
{
    struct arena arena = new_arena(192);
    arena_take(&arena, 128);
    cr_assert_eq(arena.used, arena.size);
    cr_assert_not(arena_fits(&arena, 0));
    arena_destroy(&arena);
}

Test(arena, an_arena_of_no_bytes_is_allowed)
{
    struct arena arena = new_arena(0);
    cr_assert_not(arena_fits(&arena, 0));
    arena_destroy(&arena);
}

#ifndef NDEBUG
Test(arena, new_memory_is_nan)
{
    if (under_valgrind()) {
        cr_skip_test("to look at unwritten memory is an error there");
    }
    struct arena arena = new_arena(1024);
    const real *const array = arena_reals(&arena, 13);
    for (size_t i = 0; i < 13; i++) {
        cr_assert(isnan(array[i]), "element %zu is %g", i, (double)array[i]);
    }
    arena_destroy(&arena);
}

#ifndef UNDER_ASAN /* it stops who looks */
Test(arena, memory_given_back_is_nan_for_whoever_still_looks)
{
    if (under_valgrind()) {
        cr_skip_test("to look at memory given back is an error there");
    }
    struct arena arena = new_arena(1024);
    real *const array = arena_reals(&arena, 13);
    memset(array, 0, 13 * sizeof *array);
    arena_reset(&arena, 0);
    for (size_t i = 0; i < 13; i++) {
        cr_assert(isnan(array[i]), "element %zu is %g", i, (double)array[i]);
    }
    arena_destroy(&arena);
}
#endif
#endif

Test(arena, reset_gives_the_same_memory_out_again)
{
    struct arena arena = new_arena(1024);
    const void *const first = arena_take(&arena, 100);
    const size_t mark = arena.used;
    const void *const second = arena_take(&arena, 10);
    arena_reset(&arena, mark);
    cr_assert_eq(arena_take(&arena, 20), second);
    arena_reset(&arena, 0);
    cr_assert_eq(arena_take(&arena, 20), first);
    arena_destroy(&arena);
}

Test(arena, reset_to_a_mark_keeps_what_is_older)
{
    struct arena arena = new_arena(1024);
    real *const kept = arena_reals(&arena, 3);
    const real values[] = {1.5, -2, 0.25};
    memcpy(kept, values, sizeof values);
    const size_t mark = arena.used;
    arena_reals(&arena, 5);
    arena_reset(&arena, mark);
    cr_assert_arr_eq(kept, values, sizeof values);
    arena_destroy(&arena);
}

Test(arena, destroy_leaves_an_arena_that_may_be_destroyed_again)
{
    struct arena arena = new_arena(1024);
    arena_destroy(&arena);
    cr_assert_null(arena.memory);
    cr_assert_eq(arena.size, 0);
    arena_destroy(&arena);
}

Test(arena, refuses_more_than_an_address_can_name)
{
    struct arena arena;
    struct message why;
    cr_assert_eq(arena_create(&arena, SIZE_MAX, &why), -1);
    cr_assert_str_eq(why.text, "arena: 18446744073709551615 bytes are more than memory can hold");
    arena_destroy(&arena);
}

#ifndef UNDER_ASAN /* it stops the program itself */
Test(arena, says_how_much_was_wanted)
{
    struct arena arena;
    struct message why;
    cr_assert_eq(arena_create(&arena, (size_t)1 << 62, &why), -1);
    cr_assert_str_eq(why.text, "arena: no memory for 4611686018427387904 bytes");
    arena_destroy(&arena);
}
#endif

static void take_too_much(void)
{
    struct arena arena = new_arena(256);
    arena_take(&arena, 64);
    arena_take(&arena, 65);
}

Test(arena, take_panics_when_it_does_not_fit)
{
    cr_assert_str_eq(panic_of(take_too_much),
                     "descent: arena_take: 65 bytes wanted (and 64 between "
                     "pieces), 128 of 256 are left\n");
}

static void take_uncountable_reals(void)
{
    struct arena arena = new_arena(256);
    arena_reals(&arena, SIZE_MAX / sizeof(real) + 2); /* as bytes: a few, modulo 2^64 */
}

Test(arena, reals_panics_when_the_bytes_overflow)
{
    char expected[128];
    snprintf(expected, sizeof expected,
             "descent: arena_reals: %zu reals are more than memory can hold\n",
             SIZE_MAX / sizeof(real) + 2);
    cr_assert_str_eq(panic_of(take_uncountable_reals), expected);
}

static void reset_forwards(void)
{
    struct arena arena = new_arena(256);
    arena_take(&arena, 64);
    arena_reset(&arena, 192);
}

Test(arena, reset_panics_at_a_mark_not_yet_reached)
{
    cr_assert_str_eq(panic_of(reset_forwards),
                     "descent: arena_reset: mark 192 lies behind the 128 bytes in use\n");
}

/* What the memory checker in charge thinks of a byte. */
enum opinion { nobody_watches, unwritten, written, forbidden };

static enum opinion opinion_of(const unsigned char *byte)
{
#ifdef UNDER_ASAN
    return __asan_address_is_poisoned(byte) ? forbidden : written; /* it knows no unwritten bytes */
#elif defined(VALGRIND_GET_VBITS)
    unsigned char bits = 0;
    switch (VALGRIND_GET_VBITS(byte, &bits, 1)) {
    case 1:
        return bits ? unwritten : written;
    case 3:
        return forbidden;
    default:
        return nobody_watches;
    }
#else
    (void)byte;
    return nobody_watches;
#endif
}

/* Skips the test when nobody watches. */
static struct arena watched_arena(void)
{
    struct arena arena = new_arena(1024);
    if (opinion_of(arena.memory) == nobody_watches) {
        arena_destroy(&arena);
        cr_skip_test("neither AddressSanitizer nor Valgrind watches");
    }
    return arena;
}

Test(arena, a_checker_sees_an_overrun)
{
    struct arena arena = watched_arena();
    const unsigned char *const piece = arena_take(&arena, 13);
    arena_take(&arena, 13);
    cr_assert_neq(opinion_of(piece + 12), forbidden);
    for (size_t i = 13; i < 128; i++) {
        cr_assert_eq(opinion_of(piece + i), forbidden, "byte %zu of a piece of 13", i);
    }
    cr_assert_neq(opinion_of(piece + 128), forbidden);
    arena_destroy(&arena);
}

Test(arena, a_checker_sees_who_uses_memory_after_the_reset)
{
    struct arena arena = watched_arena();
    const unsigned char *const kept = arena_take(&arena, 13);
    const size_t mark = arena.used;
    const unsigned char *const piece = arena_take(&arena, 200);
    arena_reset(&arena, mark);
    cr_assert_neq(opinion_of(kept + 12), forbidden);
    for (size_t i = 0; i < 200; i++) {
        cr_assert_eq(opinion_of(piece + i), forbidden, "byte %zu", i);
    }
    arena_destroy(&arena);
}

Test(arena, valgrind_sees_what_was_never_written)
{
    if (!under_valgrind()) {
        cr_skip_test("Valgrind does not watch");
    }
    struct arena arena = watched_arena();
    unsigned char *const piece = arena_take(&arena, 2);
    piece[1] = 7;
    cr_assert_eq(opinion_of(piece), unwritten);
    cr_assert_eq(opinion_of(piece + 1), written);
    arena_reset(&arena, 0);
    cr_assert_eq(arena_take(&arena, 2), piece);
    cr_assert_eq(opinion_of(piece + 1), unwritten);
    arena_destroy(&arena);
}
