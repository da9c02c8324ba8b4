#include "optim/gradient_descent.h"
#include "optim/momentum.h"
#include "tests/support.h"

TestSuite(momentum, .init = test_begin, .fini = test_end);

/* Two values, rate 1/2, beta 1/2. */
Test(momentum, three_steps_by_hand)
{
    const real gradients[3][2] = {{4, 2}, {2, 0}, {-6, 2}};
    const real expected[3][2] = {{6, 0}, {4, -0.5}, {6, -1.75}};
    real value[] = {8, 1}, previous[] = {8, 1};
    for (size_t step = 0; step < 3; step++) {
        real gradient[] = {gradients[step][0], gradients[step][1]};
        momentum_step(&(struct parameter){2, value, gradient}, 0.5, 0.5, previous);
        assert_all_near(2, value, expected[step], 0);
    }
}

Test(momentum, previous_is_where_the_step_began)
{
    struct pcg32 generator = pcg32_seed(71, 1);
    real *const value = random_reals(&generator, 7), *const gradient = random_reals(&generator, 7);
    real *const previous = random_reals(&generator, 7);
    const real *const before = copy_reals(7, value);
    momentum_step(&(struct parameter){7, value, gradient}, (real)0.1, (real)0.9, previous);
    cr_assert_arr_eq(previous, before, 7 * sizeof *previous);
}

Test(momentum, leaves_the_gradient_alone)
{
    struct pcg32 generator = pcg32_seed(72, 1);
    real *const value = random_reals(&generator, 7), *const gradient = random_reals(&generator, 7);
    real *const previous = random_reals(&generator, 7);
    const real *const before = copy_reals(7, gradient);
    momentum_step(&(struct parameter){7, value, gradient}, (real)0.1, (real)0.9, previous);
    cr_assert_arr_eq(gradient, before, 7 * sizeof *gradient);
}

Test(momentum, with_beta_0_it_is_gradient_descent)
{
    struct pcg32 generator = pcg32_seed(73, 1);
    real *const value = random_reals(&generator, 13);
    real *const plain = copy_reals(13, value), *const previous = copy_reals(13, value);
    for (size_t step = 0; step < 10; step++) {
        real *const gradient = random_reals(&generator, 13);
        momentum_step(&(struct parameter){13, value, gradient}, (real)0.3, 0, previous);
        gradient_descent_step(&(struct parameter){13, plain, gradient}, (real)0.3);
        assert_all_near(13, value, plain, 0);
    }
}

/* v <- beta v - rate gradient, value <- value + v */
Test(momentum, walks_the_path_of_the_velocity_form)
{
    const real rate = (real)0.3, beta = (real)0.9;
    struct pcg32 generator = pcg32_seed(74, 1);
    real *const value = random_reals(&generator, 13);
    real *const other = copy_reals(13, value), *const previous = copy_reals(13, value);
    real *const velocity = zero_reals(13);
    for (size_t step = 0; step < 30; step++) {
        real *const gradient = random_reals(&generator, 13);
        momentum_step(&(struct parameter){13, value, gradient}, rate, beta, previous);
        for (size_t i = 0; i < 13; i++) {
            velocity[i] = beta * velocity[i] - rate * gradient[i];
            other[i] += velocity[i];
        }
        assert_all_near(13, value, other, 500 * REAL_EPSILON);
    }
}

Test(momentum, rolls_on_where_the_ground_is_level)
{
    real value = 3, gradient = 0, previous = 1;
    momentum_step(&(struct parameter){1, &value, &gradient}, 0.5, 0.75, &previous);
    cr_assert_eq(value, (real)4.5);
    cr_assert_eq(previous, 3);
}
