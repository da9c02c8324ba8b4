#include "kernels/naive/leaky_relu.h"
#include "tests/support.h"

TestSuite(leaky_relu, .init = test_begin, .fini = test_end);

static const real slope = 0.25;

Test(leaky_relu, forward_by_hand)
{
    const real x[] = {-2, -1000, 0, 0.25, 1000}, expected[] = {-0.5, -250, 0, 0.25, 1000};
    real y[5];
    leaky_relu_forward(5, slope, x, y);
    assert_all_near(5, y, expected, 0);
}

Test(leaky_relu, backward_by_hand)
{
    const real x[] = {-2, 3, -0.25, 0.25}, dy[] = {5, 6, -8, -8};
    const real expected[] = {1.25, 6, -2, -8};
    real dx[4] = {0};
    leaky_relu_backward(4, slope, x, dy, dx);
    assert_all_near(4, dx, expected, 0);
}

Test(leaky_relu, backward_takes_the_small_slope_at_the_kink)
{
    const real x = 0, dy = 8;
    real dx = 1;
    leaky_relu_backward(1, slope, &x, &dy, &dx);
    cr_assert_eq(dx, 3);
}

Test(leaky_relu, backward_adds_to_what_stands_there)
{
    const real x[] = {-2, 3, -0.25, 0.25}, dy[] = {5, 6, -8, -8};
    const real expected[] = {11.25, 16, 8, 2};
    real dx[] = {10, 10, 10, 10};
    leaky_relu_backward(4, slope, x, dy, dx);
    assert_all_near(4, dx, expected, 0);
}

Test(leaky_relu, with_slope_1_is_the_identity)
{
    struct pcg32 generator = pcg32_seed(111, 1);
    const real *const x = random_reals(&generator, 7);
    real y[7];
    leaky_relu_forward(7, 1, x, y);
    assert_all_near(7, y, x, 0);
}

Test(leaky_relu, leaves_its_inputs_alone)
{
    struct pcg32 generator = pcg32_seed(113, 1);
    const real *const x = random_reals(&generator, 7), *const dy = random_reals(&generator, 7);
    const real *const x_before = copy_reals(7, x), *const dy_before = copy_reals(7, dy);
    real *const y = arena_reals(&scratch, 7), *const dx = zero_reals(7);
    leaky_relu_forward(7, slope, x, y);
    leaky_relu_backward(7, slope, x, dy, dx);
    cr_assert_arr_eq(x, x_before, 7 * sizeof *x);
    cr_assert_arr_eq(dy, dy_before, 7 * sizeof *dy);
}
