#include "data/csv.h"
#include "kernels/naive/linear.h"
#include "kernels/naive/mse.h"
#include "optim/least_squares.h"
#include "tests/support.h"

TestSuite(least_squares, .init = test_begin, .fini = test_end);

Test(least_squares, by_hand)
{
    const real x[] = {0, 1, 2}, y[] = {1, 3, 2};
    real slope, offset;
    least_squares_line(3, x, y, &slope, &offset);
    cr_assert_eq(slope, (real)0.5);
    cr_assert_eq(offset, (real)1.5);
}

Test(least_squares, passes_through_two_points)
{
    const real x[] = {-1, 3}, y[] = {5, -3};
    real slope, offset;
    least_squares_line(2, x, y, &slope, &offset);
    cr_assert_eq(slope, -2);
    cr_assert_eq(offset, 3);
}

Test(least_squares, finds_a_level_line)
{
    const real x[] = {1, 2, 4, 5}, y[] = {7, 8, 8, 7};
    real slope, offset;
    least_squares_line(4, x, y, &slope, &offset);
    cr_assert_eq(slope, 0);
    cr_assert_eq(offset, (real)7.5);
}

/* numpy.polyfit(x, y, 1) gives 1.31196727, 0.64804483. */
Test(least_squares, finds_numpys_line_for_the_quiz_data)
{
    struct csv csv;
    struct message why;
    cr_assert_eq(csv_read(QUIZ_FINAL, &scratch, &csv, &why), 0, "%s", why.text);
    real x[13], y[13], slope, offset;
    cr_assert_eq(csv.rows, 13);
    for (size_t i = 0; i < 13; i++) {
        x[i] = csv.value[2 * i];
        y[i] = csv.value[2 * i + 1];
    }
    least_squares_line(13, x, y, &slope, &offset);
    assert_near(slope, (real)1.31196727, (real)1e-8 + 16 * REAL_EPSILON);
    assert_near(offset, (real)0.64804483, (real)1e-8 + 64 * REAL_EPSILON);
}

static real loss_of_line(size_t count, const real *x, const real *y, real slope, real offset)
{
    real yhat[32];
    linear_forward(count, 1, 1, x, &slope, &offset, yhat);
    return mse_forward(count, yhat, y);
}

Test(least_squares, no_line_nearby_is_better)
{
    for (size_t count = 2; count <= 32; count++) {
        struct pcg32 generator = pcg32_seed(51, count);
        const real *const x = random_reals(&generator, count);
        const real *const y = random_reals(&generator, count);
        real slope, offset;
        least_squares_line(count, x, y, &slope, &offset);
        const real best = loss_of_line(count, x, y, slope, offset);
        for (int i = -1; i <= 1; i++) {
            for (int j = -1; j <= 1; j++) {
                const real s = slope + (real)i / 16, o = offset + (real)j / 16;
                cr_assert(loss_of_line(count, x, y, s, o) >= best, "%zu points, %d %d", count, i,
                          j);
            }
        }
    }
}

/* x so far out that the sum of x^2 would lose every digit that matters. */
Test(least_squares, keeps_its_digits_far_from_the_origin)
{
    const real far = (real)0x1p-4 / REAL_EPSILON;
    const real x[] = {far, far + 1, far + 2, far + 3}, y[] = {5, 7, 9, 11};
    real slope, offset;
    least_squares_line(4, x, y, &slope, &offset);
    cr_assert_eq(slope, 2);
    cr_assert_eq(offset, 8 - 2 * (far + (real)1.5));
}

Test(least_squares, leaves_the_points_alone)
{
    struct pcg32 generator = pcg32_seed(52, 1);
    const real *const x = random_reals(&generator, 7), *const y = random_reals(&generator, 7);
    const real *const x_before = copy_reals(7, x), *const y_before = copy_reals(7, y);
    real slope, offset;
    least_squares_line(7, x, y, &slope, &offset);
    cr_assert_arr_eq(x, x_before, 7 * sizeof *x);
    cr_assert_arr_eq(y, y_before, 7 * sizeof *y);
}
