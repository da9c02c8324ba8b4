#include "optim/adam.h"

#include "tests/support.h"

#include <tgmath.h>

TestSuite(adam, .init = test_begin, .fini = test_end);

static const real tolerance = 16 * REAL_EPSILON;
static const struct adam_settings usual = {
    .rate = (real)0.001, .beta1 = (real)0.9, .beta2 = (real)0.999, .epsilon = (real)1e-8};

/* Rate 3, beta1 1/2, beta2 3/4, epsilon 0; gradients 4, then 2:
 *     m = 2, v = 4; mhat = 2 / (1/2) = 4, vhat = 4 / (1/4) = 16; the move is 3 4/4
 *     m = 2, v = 4; mhat = 2 / (3/4) = 8/3, vhat = 4 / (7/16) = 64/7; the move is 3 sqrt(7)/3 */
Test(adam, two_steps_by_hand)
{
    const struct adam_settings settings = {.rate = 3, .beta1 = 0.5, .beta2 = 0.75};
    real value = 1, gradient = 4, m = 0, v = 0;
    const struct parameter parameter = {1, &value, &gradient};
    adam_step(&parameter, &settings, 1, &m, &v);
    assert_near(value, -2, tolerance);
    cr_assert_eq(m, 2);
    cr_assert_eq(v, 4);
    gradient = 2;
    adam_step(&parameter, &settings, 2, &m, &v);
    assert_near(value, -2 - sqrt((real)7), tolerance);
    cr_assert_eq(m, 2);
    cr_assert_eq(v, 4);
}

Test(adam, first_step_is_as_long_as_the_rate_whatever_the_gradient)
{
    struct adam_settings settings = usual;
    settings.rate = 0.25;
    settings.epsilon = 0;
    real value[] = {0, 0, 0, 0}, gradient[] = {(real)0.001, -2, 70, -(real)1e6};
    const real expected[] = {-0.25, 0.25, -0.25, 0.25};
    adam_step(&(struct parameter){4, value, gradient}, &settings, 1, zero_reals(4), zero_reals(4));
    assert_all_near(4, value, expected, tolerance);
}

/* Both corrections are exact: mhat is the gradient and vhat its square in every step. */
Test(adam, under_a_constant_gradient_every_step_is_as_long_as_the_rate)
{
    const struct adam_settings settings = {.rate = 0.25, .beta1 = 0.75, .beta2 = 0.875};
    real value = 0, gradient = -40, m = 0, v = 0;
    for (size_t t = 1; t <= 50; t++) {
        const real before = value;
        adam_step(&(struct parameter){1, &value, &gradient}, &settings, t, &m, &v);
        assert_near(value - before, (real)0.25, 20 * tolerance);
    }
}

/* Inside of the root, or before the correction of v, epsilon would weigh otherwise. */
Test(adam, epsilon_stands_outside_of_the_root_and_of_the_correction)
{
    const struct adam_settings settings = {.rate = 1, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 1};
    real value = 0, gradient = 3, m = 0, v = 0;
    adam_step(&(struct parameter){1, &value, &gradient}, &settings, 1, &m, &v);
    assert_near(value, (real)-0.75, tolerance); /* 3 / (3 + 1) */
}

Test(adam, a_gradient_that_was_always_0_moves_nothing)
{
    real value = 5, gradient = 0, m = 0, v = 0;
    adam_step(&(struct parameter){1, &value, &gradient}, &usual, 1, &m, &v);
    cr_assert_eq(value, 5);
}

Test(adam, rolls_on_where_the_ground_is_level)
{
    const struct adam_settings settings = {.rate = 1, .beta1 = 0.5, .beta2 = 0.75};
    real value = 0, gradient = 0, m = 8, v = 16;
    adam_step(&(struct parameter){1, &value, &gradient}, &settings, 1000, &m, &v);
    assert_near(value, -4 / sqrt((real)12), tolerance); /* nothing is left to correct */
}

Test(adam, leaves_the_gradient_alone)
{
    struct pcg32 generator = pcg32_seed(541, 1);
    real *const value = random_reals(&generator, 7), *const gradient = random_reals(&generator, 7);
    const real *const before = copy_reals(7, gradient);
    adam_step(&(struct parameter){7, value, gradient}, &usual, 1, zero_reals(7), zero_reals(7));
    cr_assert_arr_eq(gradient, before, 7 * sizeof *gradient);
}
