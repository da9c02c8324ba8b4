#include "optim/rmsprop.h"

#include "tests/support.h"

#include <tgmath.h>

TestSuite(rmsprop, .init = test_begin, .fini = test_end);

static const real tolerance = 8 * REAL_EPSILON;

/* Rate 1/4, decay 3/4, epsilon 0: means 1/4 4^2 = 4, then 3/4 4 + 1/4 2^2 = 4; moves 1/4 4/2, then
 * 1/4 2/2. */
Test(rmsprop, two_steps_by_hand)
{
    real value = 1, gradient = 4, mean_square = 0;
    const struct parameter parameter = {1, &value, &gradient};
    rmsprop_step(&parameter, 0.25, 0.75, 0, &mean_square);
    assert_near(value, (real)0.5, tolerance);
    cr_assert_eq(mean_square, 4);
    gradient = 2;
    rmsprop_step(&parameter, 0.25, 0.75, 0, &mean_square);
    assert_near(value, (real)0.25, tolerance);
    cr_assert_eq(mean_square, 4);
}

/* The mean is 4. Inside of the root it would be 4 / sqrt(4 + 5) = 4/3. */
Test(rmsprop, epsilon_stands_outside_of_the_root)
{
    real value = 1, gradient = 4, mean_square = 0;
    rmsprop_step(&(struct parameter){1, &value, &gradient}, 1, 0.75, 5, &mean_square);
    assert_near(value, 1 - (real)4 / 7, tolerance);
}

/* mean_square = gradient^2 (1 - decay^k): the steps begin long and shrink to the rate. */
Test(rmsprop, under_a_constant_gradient_step_k_is_rate_by_root_1_minus_decay_to_k)
{
    const real decay = (real)0.75;
    real value = 0, gradient = -40, mean_square = 0;
    for (size_t k = 1; k <= 50; k++) {
        const real before = value;
        rmsprop_step(&(struct parameter){1, &value, &gradient}, 1, decay, 0, &mean_square);
        assert_near(value - before, 1 / sqrt(1 - pow(decay, (real)k)), 50 * tolerance);
    }
    assert_near(mean_square, 1600 * (1 - pow(decay, (real)50)), 1600 * tolerance);
}

Test(rmsprop, forgets_what_was_long_ago)
{
    real value = 0, gradient = 1000, mean_square = 0;
    const struct parameter parameter = {1, &value, &gradient};
    rmsprop_step(&parameter, 1, 0.5, 0, &mean_square);
    gradient = 1;
    for (size_t k = 0; k < 100; k++) {
        rmsprop_step(&parameter, 1, 0.5, 0, &mean_square);
    }
    assert_near(mean_square, 1, tolerance);
}

Test(rmsprop, a_gradient_that_was_always_0_moves_nothing)
{
    real value = 5, gradient = 0, mean_square = 0;
    rmsprop_step(&(struct parameter){1, &value, &gradient}, 1, (real)0.99, (real)1e-8,
                 &mean_square);
    cr_assert_eq(value, 5);
}

Test(rmsprop, leaves_the_gradient_alone)
{
    struct pcg32 generator = pcg32_seed(531, 1);
    real *const value = random_reals(&generator, 7), *const gradient = random_reals(&generator, 7);
    const real *const before = copy_reals(7, gradient);
    rmsprop_step(&(struct parameter){7, value, gradient}, (real)0.1, (real)0.9, (real)1e-8,
                 zero_reals(7));
    cr_assert_arr_eq(gradient, before, 7 * sizeof *gradient);
}
