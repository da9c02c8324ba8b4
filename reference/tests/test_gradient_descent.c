#include "optim/gradient_descent.h"
#include "tests/support.h"

TestSuite(gradient_descent, .init = test_begin, .fini = test_end);

Test(gradient_descent, by_hand)
{
    real value[] = {1, -2, 3}, gradient[] = {4, 0.5, -8};
    const real expected[] = {0, -2.125, 5};
    gradient_descent_step(&(struct parameter){3, value, gradient}, 0.25);
    assert_all_near(3, value, expected, 0);
}

Test(gradient_descent, moves_a_single_value)
{
    real value = 1, gradient = 2;
    gradient_descent_step(&(struct parameter){1, &value, &gradient}, 0.5);
    cr_assert_eq(value, 0);
}

Test(gradient_descent, moves_every_value_of_an_odd_count)
{
    struct pcg32 generator = pcg32_seed(61, 1);
    real *const value = random_reals(&generator, 101);
    real *const gradient = random_reals(&generator, 101);
    const real *const before = copy_reals(101, value);
    const real rate = (real)0.3;
    gradient_descent_step(&(struct parameter){101, value, gradient}, rate);
    for (size_t i = 0; i < 101; i++) {
        assert_near(value[i], before[i] - rate * gradient[i], REAL_EPSILON);
    }
}

Test(gradient_descent, leaves_the_gradient_alone)
{
    struct pcg32 generator = pcg32_seed(62, 1);
    real *const value = random_reals(&generator, 7), *const gradient = random_reals(&generator, 7);
    const real *const before = copy_reals(7, gradient);
    gradient_descent_step(&(struct parameter){7, value, gradient}, (real)0.1);
    cr_assert_arr_eq(gradient, before, 7 * sizeof *gradient);
}

Test(gradient_descent, a_rate_of_0_moves_nothing)
{
    struct pcg32 generator = pcg32_seed(63, 1);
    real *const value = random_reals(&generator, 7), *const gradient = random_reals(&generator, 7);
    const real *const before = copy_reals(7, value);
    gradient_descent_step(&(struct parameter){7, value, gradient}, 0);
    cr_assert_arr_eq(value, before, 7 * sizeof *value);
}

/* In the bowl c^2 a step of rate 1/4 halves c. */
Test(gradient_descent, rolls_down_a_bowl)
{
    real value = 1024, gradient;
    for (size_t step = 0; step < 20; step++) {
        gradient = 2 * value;
        gradient_descent_step(&(struct parameter){1, &value, &gradient}, 0.25);
    }
    cr_assert_eq(value, (real)0x1p-10);
}
