#include "kernels/naive/relu.h"
#include "tests/support.h"

TestSuite(relu, .init = test_begin, .fini = test_end);

Test(relu, forward_by_hand)
{
    const real x[] = {-2, -0.25, 0, 0.25, 1000}, expected[] = {0, 0, 0, 0.25, 1000};
    real y[5];
    relu_forward(5, x, y);
    assert_all_near(5, y, expected, 0);
}

Test(relu, backward_by_hand)
{
    const real x[] = {-2, 3, -0.25, 0.25}, dy[] = {5, 6, -7, -8};
    const real expected[] = {0, 6, 0, -8};
    real dx[4] = {0};
    relu_backward(4, x, dy, dx);
    assert_all_near(4, dx, expected, 0);
}

Test(relu, backward_takes_0_at_the_kink)
{
    const real x[] = {0, -0.0}, dy[] = {5, 5};
    real dx[] = {1, 2};
    relu_backward(2, x, dy, dx);
    cr_assert_eq(dx[0], 1);
    cr_assert_eq(dx[1], 2);
}

Test(relu, backward_adds_to_what_stands_there)
{
    const real x[] = {-2, 3, -0.25, 0.25}, dy[] = {5, 6, -7, -8};
    const real expected[] = {10, 16, 10, 2};
    real dx[] = {10, 10, 10, 10};
    relu_backward(4, x, dy, dx);
    assert_all_near(4, dx, expected, 0);
}

Test(relu, leaves_its_inputs_alone)
{
    struct pcg32 generator = pcg32_seed(103, 1);
    const real *const x = random_reals(&generator, 7), *const dy = random_reals(&generator, 7);
    const real *const x_before = copy_reals(7, x), *const dy_before = copy_reals(7, dy);
    real *const y = arena_reals(&scratch, 7), *const dx = zero_reals(7);
    relu_forward(7, x, y);
    relu_backward(7, x, dy, dx);
    cr_assert_arr_eq(x, x_before, 7 * sizeof *x);
    cr_assert_arr_eq(dy, dy_before, 7 * sizeof *dy);
}
