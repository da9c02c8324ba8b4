#include "kernels/naive/sigmoid.h"
#include "tests/support.h"

#include <math.h>

TestSuite(sigmoid, .init = test_begin, .fini = test_end);

static const size_t counts[] = {1, 2, 3, 7, 64, 101};
enum { count_of_counts = sizeof counts / sizeof *counts };

static real sigmoid_of(real x)
{
    real y;
    sigmoid_forward(1, &x, &y);
    return y;
}

Test(sigmoid, forward_by_hand)
{
    const real ln2 = (real)M_LN2; /* exp(-ln 2) = 1/2 */
    assert_near(sigmoid_of(0), (real)0.5, 0);
    assert_near(sigmoid_of(ln2), (real)2 / 3, 2 * REAL_EPSILON);
    assert_near(sigmoid_of(-ln2), (real)1 / 3, 2 * REAL_EPSILON);
    assert_near(sigmoid_of(3 * ln2), (real)8 / 9, 2 * REAL_EPSILON);
}

Test(sigmoid, forward_is_the_formula_at_every_count)
{
    for (size_t c = 0; c < count_of_counts; c++) {
        struct pcg32 generator = pcg32_seed(81, c);
        real *const x = random_reals(&generator, counts[c]);
        real *const y = arena_reals(&scratch, counts[c]);
        for (size_t i = 0; i < counts[c]; i++) {
            x[i] *= 8;
        }
        sigmoid_forward(counts[c], x, y);
        for (size_t i = 0; i < counts[c]; i++) {
            assert_near(y[i], (real)(1 / (1 + exp(-(double)x[i]))), 4 * REAL_EPSILON);
        }
    }
}

Test(sigmoid, forward_does_not_overflow)
{
    cr_assert_eq(sigmoid_of(1000), 1);
    cr_assert_eq(sigmoid_of(-1000), 0);
    cr_assert_eq(sigmoid_of((real)INFINITY), 1);
    cr_assert_eq(sigmoid_of(-(real)INFINITY), 0);
}

/* 1 - sigmoid(30) would be 0 in float. */
Test(sigmoid, forward_keeps_its_digits_near_0)
{
    const real expected = (real)(1 / (1 + exp(30.0)));
    assert_near(sigmoid_of(-30), expected, 8 * REAL_EPSILON * expected);
}

Test(sigmoid, backward_by_hand)
{
    const real y[] = {0.5, 0.25, 0.75}, dy[] = {1, 16, -16};
    const real expected[] = {0.25, 3, -3};
    real dx[3] = {0};
    sigmoid_backward(3, y, dy, dx);
    assert_all_near(3, dx, expected, 0);
}

Test(sigmoid, backward_adds_to_what_stands_there)
{
    const real y[] = {0.5, 0.25, 0.75}, dy[] = {1, 16, -16};
    const real expected[] = {10.25, 3, -1};
    real dx[] = {10, 0, 2};
    sigmoid_backward(3, y, dy, dx);
    assert_all_near(3, dx, expected, 0);
}

Test(sigmoid, backward_is_0_where_it_is_saturated)
{
    const real x[] = {1000, -1000}, dy[] = {3, 3};
    real y[2], dx[2] = {0};
    sigmoid_forward(2, x, y);
    sigmoid_backward(2, y, dy, dx);
    cr_assert_eq(dx[0], 0);
    cr_assert_eq(dx[1], 0);
}

Test(sigmoid, leaves_its_inputs_alone)
{
    struct pcg32 generator = pcg32_seed(83, 1);
    const real *const x = random_reals(&generator, 7), *const dy = random_reals(&generator, 7);
    const real *const x_before = copy_reals(7, x), *const dy_before = copy_reals(7, dy);
    real *const y = arena_reals(&scratch, 7), *const dx = zero_reals(7);
    sigmoid_forward(7, x, y);
    const real *const y_before = copy_reals(7, y);
    sigmoid_backward(7, y, dy, dx);
    cr_assert_arr_eq(x, x_before, 7 * sizeof *x);
    cr_assert_arr_eq(y, y_before, 7 * sizeof *y);
    cr_assert_arr_eq(dy, dy_before, 7 * sizeof *dy);
}
