#include "data/made_line.h"
#include "optim/least_squares.h"
#include "tests/support.h"

TestSuite(made_line, .init = test_begin, .fini = test_end);

Test(made_line, draws_x_and_noise_in_turns)
{
    struct pcg32 generator = pcg32_seed(91, 1), again = generator;
    real x[7], y[7];
    made_line(7, &generator, x, y);
    for (size_t i = 0; i < 7; i++) {
        const real expected_x = pcg32_uniform(&again, (real)-0.5, (real)0.5);
        const real noise = pcg32_uniform(&again, (real)-0.1, (real)0.1);
        cr_assert_eq(x[i], expected_x);
        assert_near(y[i], 2 * expected_x + noise, REAL_EPSILON);
    }
    cr_assert_eq(generator.state, again.state);
}

Test(made_line, another_seed_makes_other_points)
{
    struct pcg32 a = pcg32_seed(91, 1), b = pcg32_seed(92, 1);
    real xa, ya, xb, yb;
    made_line(1, &a, &xa, &ya);
    made_line(1, &b, &xb, &yb);
    cr_assert_neq(xa, xb);
    cr_assert_neq(ya, yb);
}

Test(made_line, points_lie_in_their_band_and_fill_it)
{
    struct pcg32 generator = pcg32_seed(93, 1);
    real *const x = arena_reals(&scratch, 10000), *const y = arena_reals(&scratch, 10000);
    real least_x = 1, most_x = -1, least_noise = 1, most_noise = -1;
    made_line(10000, &generator, x, y);
    for (size_t i = 0; i < 10000; i++) {
        const real noise = y[i] - 2 * x[i];
        least_x = x[i] < least_x ? x[i] : least_x;
        most_x = x[i] > most_x ? x[i] : most_x;
        least_noise = noise < least_noise ? noise : least_noise;
        most_noise = noise > most_noise ? noise : most_noise;
    }
    cr_assert(least_x >= (real)-0.5 && most_x < (real)0.5);
    assert_near(least_x, (real)-0.5, (real)0.001);
    assert_near(most_x, (real)0.5, (real)0.001);
    assert_near(least_noise, (real)-0.1, (real)0.001);
    assert_near(most_noise, (real)0.1, (real)0.001);
}

Test(made_line, its_best_line_has_slope_2_and_offset_0)
{
    struct pcg32 generator = pcg32_seed(94, 1);
    real *const x = arena_reals(&scratch, 10000), *const y = arena_reals(&scratch, 10000);
    real slope, offset;
    made_line(10000, &generator, x, y);
    least_squares_line(10000, x, y, &slope, &offset);
    assert_near(slope, 2, (real)0.01);
    assert_near(offset, 0, (real)0.003);
}
