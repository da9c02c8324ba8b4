#include "optim/adagrad.h"

#include "tests/support.h"

#include <tgmath.h>

TestSuite(adagrad, .init = test_begin, .fini = test_end);

static const real tolerance = 8 * REAL_EPSILON;

/* Rate 1/2, epsilon 0: sums 9, then 9 + 16; moves 1/2 3/3, then 1/2 4/5. */
Test(adagrad, two_steps_by_hand)
{
    real value = 1, gradient = 3, sum = 0;
    const struct parameter parameter = {1, &value, &gradient};
    adagrad_step(&parameter, 0.5, 0, &sum);
    assert_near(value, (real)0.5, tolerance);
    cr_assert_eq(sum, 9);
    gradient = 4;
    adagrad_step(&parameter, 0.5, 0, &sum);
    assert_near(value, (real)0.1, tolerance);
    cr_assert_eq(sum, 25);
}

/* Inside of the root it would be 3 / sqrt(9 + 7) = 3/4. */
Test(adagrad, epsilon_stands_outside_of_the_root)
{
    real value = 1, gradient = 3, sum = 0;
    adagrad_step(&(struct parameter){1, &value, &gradient}, 1, 7, &sum);
    assert_near(value, (real)0.7, tolerance);
}

Test(adagrad, first_step_is_as_long_as_the_rate_whatever_the_gradient)
{
    real value[] = {0, 0, 0, 0}, gradient[] = {(real)0.001, -2, 70, -(real)1e6};
    const real expected[] = {-0.25, 0.25, -0.25, 0.25};
    adagrad_step(&(struct parameter){4, value, gradient}, 0.25, 0, zero_reals(4));
    assert_all_near(4, value, expected, tolerance);
}

Test(adagrad, under_a_constant_gradient_step_k_is_rate_by_root_k)
{
    real value = 0, gradient = -3, sum = 0;
    for (size_t k = 1; k <= 50; k++) {
        const real before = value;
        adagrad_step(&(struct parameter){1, &value, &gradient}, 1, 0, &sum);
        assert_near(value - before, 1 / sqrt((real)k), 50 * tolerance);
    }
}

Test(adagrad, a_gradient_that_was_always_0_moves_nothing)
{
    real value = 5, gradient = 0, sum = 0;
    adagrad_step(&(struct parameter){1, &value, &gradient}, 1, (real)1e-10, &sum);
    cr_assert_eq(value, 5);
}

Test(adagrad, leaves_the_gradient_alone)
{
    struct pcg32 generator = pcg32_seed(521, 1);
    real *const value = random_reals(&generator, 7), *const gradient = random_reals(&generator, 7);
    const real *const before = copy_reals(7, gradient);
    adagrad_step(&(struct parameter){7, value, gradient}, (real)0.1, (real)1e-8, zero_reals(7));
    cr_assert_arr_eq(gradient, before, 7 * sizeof *gradient);
}
