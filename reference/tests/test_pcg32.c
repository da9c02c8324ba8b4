#include "base/pcg32.h"
#include "tests/support.h"

#include <string.h>

TestSuite(pcg32, .init = test_begin, .fini = test_end);

/* A state whose next draw is 0xffffffff: bits 27..58 of (state >> 18 ^ state) are all set. */
static const struct pcg32 all_ones = {.state = UINT64_C(0x3ffff) << 41, .increment = 1};

/* Sum of (seen - expected)^2 / expected. */
static double chi_squared(size_t bins, const size_t *seen, double expected)
{
    double sum = 0;
    for (size_t i = 0; i < bins; i++) {
        const double difference = (double)seen[i] - expected;
        sum += difference * difference / expected;
    }
    return sum;
}

Test(pcg32, passes_its_self_test)
{
    cr_assert(pcg32_self_test());
}

/* Round 1 of pcg32-demo, the author's own program: six draws, 65 coins, 33 rolls of a die. */
Test(pcg32, draws_what_the_authors_program_prints)
{
    const char *const coins = "HHTTTHTHHHTHTTTHHHHHTTTHHHTHTHTHTTHTTTHHHHHHTTTTHHTTTTTHTTTTTTTHT";
    const char *const rolls = "341122324324335231315141564662633";
    const uint32_t draws[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330,
                              0x83d2f293, 0xbfa4784b, 0xcbed606e};
    struct pcg32 generator = pcg32_seed(42, 54);
    for (size_t i = 0; i < 6; i++) {
        cr_assert_eq(pcg32_next(&generator), draws[i], "draw %zu", i);
    }
    for (size_t i = 0; i < strlen(coins); i++) {
        cr_assert_eq("TH"[pcg32_below(&generator, 2)], coins[i], "coin %zu", i);
    }
    for (size_t i = 0; i < strlen(rolls); i++) {
        cr_assert_eq("123456"[pcg32_below(&generator, 6)], rolls[i], "roll %zu", i);
    }
}

Test(pcg32, equal_seeds_draw_equal_numbers)
{
    struct pcg32 a = pcg32_seed(7, 3), b = pcg32_seed(7, 3);
    for (size_t i = 0; i < 100; i++) {
        cr_assert_eq(pcg32_next(&a), pcg32_next(&b));
    }
}

Test(pcg32, other_seeds_and_other_streams_draw_other_numbers)
{
    struct pcg32 a = pcg32_seed(7, 3), seed = pcg32_seed(8, 3), stream = pcg32_seed(7, 4);
    size_t equal = 0;
    for (size_t i = 0; i < 100; i++) {
        const uint32_t draw = pcg32_next(&a);
        equal += draw == pcg32_next(&seed);
        equal += draw == pcg32_next(&stream);
    }
    cr_assert_eq(equal, 0);
}

Test(pcg32, below_stays_below_its_bound)
{
    const uint32_t bounds[] = {1, 2, 3, 7, 13, 1000, 0x80000001, 0xffffffff};
    struct pcg32 generator = pcg32_seed(1, 1);
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        for (size_t draw = 0; draw < 1000; draw++) {
            cr_assert_lt(pcg32_below(&generator, bounds[i]), bounds[i]);
        }
    }
}

Test(pcg32, below_reaches_every_face_of_a_die_equally_often)
{
    size_t seen[6] = {0};
    struct pcg32 generator = pcg32_seed(2, 1);
    for (size_t draw = 0; draw < 60000; draw++) {
        seen[pcg32_below(&generator, 6)]++;
    }
    cr_assert_lt(chi_squared(6, seen, 10000), 20.5); /* 0.001 of fair dice, 5 degrees of freedom */
}

/* draw % (3 2^30) alone would give the lowest third half of all draws. */
Test(pcg32, below_has_no_modulo_bias)
{
    size_t seen[3] = {0};
    struct pcg32 generator = pcg32_seed(3, 1);
    for (size_t draw = 0; draw < 30000; draw++) {
        seen[pcg32_below(&generator, 3u << 30) >> 30]++;
    }
    cr_assert_lt(chi_squared(3, seen, 10000), 13.8); /* 0.001, 2 degrees of freedom */
}

Test(pcg32, uniform_fills_its_interval_evenly)
{
    size_t seen[16] = {0};
    struct pcg32 generator = pcg32_seed(4, 1);
    for (size_t draw = 0; draw < 16000; draw++) {
        const real value = pcg32_uniform(&generator, -2, 6);
        cr_assert(value >= -2 && value < 6, "%g", (double)value);
        seen[(size_t)((value + 2) * 2)]++;
    }
    cr_assert_lt(chi_squared(16, seen, 1000), 37.7); /* 0.001, 15 degrees of freedom */
}

Test(pcg32, uniform_reaches_its_lower_end)
{
    struct pcg32 zero = {.state = 0, .increment = 1};
    cr_assert_eq(pcg32_uniform(&zero, (real)-0.3, 5), (real)-0.3);
}

Test(pcg32, uniform_never_reaches_its_upper_end)
{
    struct pcg32 generator = all_ones;
    cr_assert_eq(pcg32_next(&generator), 0xffffffff);
    const real ends[][2] = {{0, 1}, {1, 2}, {(real)0.5, 1}, {-1, 1}, {-3, (real)-0.1}, {0, 1000}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        generator = all_ones;
        const real value = pcg32_uniform(&generator, ends[i][0], ends[i][1]);
        cr_assert(value >= ends[i][0] && value < ends[i][1], "%.17g in [%g, %g)", (double)value,
                  (double)ends[i][0], (double)ends[i][1]);
    }
}

/* 24 bits fit a float exactly, so both widths draw the same. */
Test(pcg32, uniform_is_the_upper_24_bits_exactly)
{
    struct pcg32 a = pcg32_seed(5, 1), b = a;
    for (size_t i = 0; i < 1000; i++) {
        const double expected = (double)(pcg32_next(&a) >> 8) * 0x1p-24;
        cr_assert_eq((double)pcg32_uniform(&b, 0, 1), expected);
    }
}
