#include "optim/weight_decay.h"

#include "optim/gradient_descent.h"
#include "optim/momentum.h"
#include "tests/support.h"

TestSuite(weight_decay, .init = test_begin, .fini = test_end);

Test(weight_decay, coupled_by_hand)
{
    real value[] = {8, -2, 0}, gradient[] = {1, 4, -3}, pulled[3];
    const real expected[] = {3, 3.5, -3};
    weight_decay_coupled(&(struct parameter){3, value, gradient}, 0.25, pulled);
    assert_all_near(3, pulled, expected, 0);
}

Test(weight_decay, coupled_leaves_gradient_and_values_alone)
{
    struct pcg32 generator = pcg32_seed(561, 1);
    real *const value = random_reals(&generator, 7), *const gradient = random_reals(&generator, 7);
    const real *const values = copy_reals(7, value), *const gradients = copy_reals(7, gradient);
    weight_decay_coupled(&(struct parameter){7, value, gradient}, (real)0.3, zero_reals(7));
    cr_assert_arr_eq(value, values, 7 * sizeof *value);
    cr_assert_arr_eq(gradient, gradients, 7 * sizeof *gradient);
}

Test(weight_decay, decoupled_by_hand)
{
    real value[] = {8, -2, 0}, gradient[] = {REAL_NAN, 1, 2};
    const real expected[] = {7, -1.75, 0};
    weight_decay_decoupled(&(struct parameter){3, value, gradient}, 0.5, 0.25);
    assert_all_near(3, value, expected, 0);
    cr_assert_eq(gradient[2], 2);
}

Test(weight_decay, for_gradient_descent_both_kinds_are_the_same_step)
{
    struct pcg32 generator = pcg32_seed(562, 1);
    real *const one = random_reals(&generator, 13), *const other = copy_reals(13, one);
    real *const gradient = random_reals(&generator, 13), *const pulled = zero_reals(13);
    weight_decay_coupled(&(struct parameter){13, one, gradient}, (real)0.3, pulled);
    gradient_descent_step(&(struct parameter){13, one, pulled}, (real)0.1);
    weight_decay_decoupled(&(struct parameter){13, other, gradient}, (real)0.1, (real)0.3);
    gradient_descent_step(&(struct parameter){13, other, gradient}, (real)0.1);
    assert_all_near(13, one, other, 4 * REAL_EPSILON);
}

/* The pull is 1/2 1/4 8 = 1, the last move was 2 and stays 2. */
Test(weight_decay, shift_by_hand)
{
    real value = 8, gradient = 3, previous = 6;
    weight_decay_decoupled_shift(&(struct parameter){1, &value, &gradient}, 0.5, 0.25, &previous);
    cr_assert_eq(value, 7);
    cr_assert_eq(previous, 5);
    cr_assert_eq(gradient, 3);
}

/* v <- beta v - rate gradient, value <- value - rate decay value + v */
Test(weight_decay, momentum_with_the_shift_walks_the_path_of_the_velocity_form)
{
    const real rate = (real)0.3, beta = (real)0.9, decay = (real)0.2;
    struct pcg32 generator = pcg32_seed(563, 1);
    real *const value = random_reals(&generator, 13);
    real *const other = copy_reals(13, value), *const previous = copy_reals(13, value);
    real *const velocity = zero_reals(13);
    for (size_t step = 0; step < 30; step++) {
        const struct parameter parameter = {13, value, random_reals(&generator, 13)};
        weight_decay_decoupled_shift(&parameter, rate, decay, previous);
        momentum_step(&parameter, rate, beta, previous);
        for (size_t i = 0; i < 13; i++) {
            velocity[i] = beta * velocity[i] - rate * parameter.gradient[i];
            other[i] += velocity[i] - rate * decay * other[i];
        }
        assert_all_near(13, value, other, 500 * REAL_EPSILON);
    }
}
