#include "optim/nesterov.h"

#include "optim/gradient_descent.h"
#include "tests/support.h"

TestSuite(nesterov, .init = test_begin, .fini = test_end);

/* Two values, rate 1/2, beta 1/2. The first one's velocities: 4, then 2 + 2, then 2 - 6. */
Test(nesterov, three_steps_by_hand)
{
    const real gradients[3][2] = {{4, 2}, {2, 0}, {-6, 2}};
    const real expected[3][2] = {{5, -0.5}, {3, -0.75}, {7, -2.375}};
    const real velocities[3][2] = {{4, 2}, {4, 1}, {-4, 2.5}};
    real value[] = {8, 1}, velocity[] = {0, 0};
    for (size_t step = 0; step < 3; step++) {
        real gradient[] = {gradients[step][0], gradients[step][1]};
        nesterov_step(&(struct parameter){2, value, gradient}, 0.5, 0.5, velocity);
        assert_all_near(2, value, expected[step], 0);
        assert_all_near(2, velocity, velocities[step], 0);
    }
}

Test(nesterov, leaves_the_gradient_alone)
{
    struct pcg32 generator = pcg32_seed(511, 1);
    real *const value = random_reals(&generator, 7), *const gradient = random_reals(&generator, 7);
    const real *const before = copy_reals(7, gradient);
    nesterov_step(&(struct parameter){7, value, gradient}, (real)0.1, (real)0.9, zero_reals(7));
    cr_assert_arr_eq(gradient, before, 7 * sizeof *gradient);
}

Test(nesterov, with_beta_0_it_is_gradient_descent)
{
    struct pcg32 generator = pcg32_seed(512, 1);
    real *const value = random_reals(&generator, 13), *const plain = copy_reals(13, value);
    real *const velocity = zero_reals(13);
    for (size_t step = 0; step < 10; step++) {
        real *const gradient = random_reals(&generator, 13);
        nesterov_step(&(struct parameter){13, value, gradient}, (real)0.3, 0, velocity);
        gradient_descent_step(&(struct parameter){13, plain, gradient}, (real)0.3);
        assert_all_near(13, value, plain, 0);
    }
}

/* As Nesterov had it: v <- beta v - rate (gradient at x + beta v), x <- x + v. On the bowl
 * 1/2 (3 x)^2 the values here are the places x + beta v at which that form takes its gradients. */
Test(nesterov, stands_where_the_first_form_looks_ahead_to)
{
    const real rate = (real)0.05, beta = (real)0.8;
    real x = 1, v = 0, value = 1, velocity = 0;
    for (size_t step = 0; step < 30; step++) {
        v = beta * v - rate * 9 * (x + beta * v);
        x += v;
        real gradient = 9 * value;
        nesterov_step(&(struct parameter){1, &value, &gradient}, rate, beta, &velocity);
        assert_near(value, x + beta * v, 20 * REAL_EPSILON);
    }
}
