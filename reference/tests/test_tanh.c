#include "kernels/naive/tanh.h"
#include "tests/support.h"

#include <math.h>

TestSuite(tanh, .init = test_begin, .fini = test_end);

static const size_t counts[] = {1, 2, 3, 7, 64, 101};
enum { count_of_counts = sizeof counts / sizeof *counts };

static real tanh_of(real x)
{
    real y;
    tanh_forward(1, &x, &y);
    return y;
}

Test(tanh, forward_by_hand)
{
    const real ln2 = (real)M_LN2; /* exp(ln 2) = 2: (2 - 1/2) / (2 + 1/2) */
    cr_assert_eq(tanh_of(0), 0);
    assert_near(tanh_of(ln2), (real)0.6, 2 * REAL_EPSILON);
    assert_near(tanh_of(-ln2), (real)-0.6, 2 * REAL_EPSILON);
}

Test(tanh, forward_is_the_formula_at_every_count)
{
    for (size_t c = 0; c < count_of_counts; c++) {
        struct pcg32 generator = pcg32_seed(91, c);
        real *const x = random_reals(&generator, counts[c]);
        real *const y = arena_reals(&scratch, counts[c]);
        for (size_t i = 0; i < counts[c]; i++) {
            x[i] *= 8;
        }
        tanh_forward(counts[c], x, y);
        for (size_t i = 0; i < counts[c]; i++) {
            const double up = exp((double)x[i]), down = exp(-(double)x[i]);
            assert_near(y[i], (real)((up - down) / (up + down)), 4 * REAL_EPSILON);
        }
    }
}

Test(tanh, forward_does_not_overflow)
{
    cr_assert_eq(tanh_of(1000), 1);
    cr_assert_eq(tanh_of(-1000), -1);
}

Test(tanh, forward_keeps_its_digits_near_0)
{
    const real x = (real)1e-6; /* tanh(x) is x to a part in 10^12 */
    assert_near(tanh_of(x), x, 2 * REAL_EPSILON * x + (real)1e-18);
}

Test(tanh, backward_by_hand)
{
    const real y[] = {0, 0.5, -0.5}, dy[] = {3, 4, -4};
    const real expected[] = {3, 3, -3};
    real dx[3] = {0};
    tanh_backward(3, y, dy, dx);
    assert_all_near(3, dx, expected, 0);
}

Test(tanh, backward_adds_to_what_stands_there)
{
    const real y[] = {0, 0.5, -0.5}, dy[] = {3, 4, -4};
    const real expected[] = {13, 3, -1};
    real dx[] = {10, 0, 2};
    tanh_backward(3, y, dy, dx);
    assert_all_near(3, dx, expected, 0);
}

Test(tanh, backward_is_0_where_it_is_saturated)
{
    const real x[] = {1000, -1000}, dy[] = {3, 3};
    real y[2], dx[2] = {0};
    tanh_forward(2, x, y);
    tanh_backward(2, y, dy, dx);
    cr_assert_eq(dx[0], 0);
    cr_assert_eq(dx[1], 0);
}

Test(tanh, leaves_its_inputs_alone)
{
    struct pcg32 generator = pcg32_seed(93, 1);
    const real *const x = random_reals(&generator, 7), *const dy = random_reals(&generator, 7);
    const real *const x_before = copy_reals(7, x), *const dy_before = copy_reals(7, dy);
    real *const y = arena_reals(&scratch, 7), *const dx = zero_reals(7);
    tanh_forward(7, x, y);
    const real *const y_before = copy_reals(7, y);
    tanh_backward(7, y, dy, dx);
    cr_assert_arr_eq(x, x_before, 7 * sizeof *x);
    cr_assert_arr_eq(y, y_before, 7 * sizeof *y);
    cr_assert_arr_eq(dy, dy_before, 7 * sizeof *dy);
}
