#include "data/standardise.h"
#include "tests/support.h"

#include <tgmath.h>

TestSuite(standardise, .init = test_begin, .fini = test_end);

#define TOLERANCE (16 * REAL_EPSILON)

/* Column 0: mean 3, squares (4 + 0 + 4)/3; column 1: constant; column 2: mean 0, deviation 5. */
static const real by_hand[] = {1, 7, -5, 3, 7, 5, 5, 7, 0};

Test(standardise, statistics_worked_out_by_hand)
{
    const real expected_mean[] = {3, 7, 0};
    const real expected_deviation[] = {sqrt((real)8 / 3), 1, sqrt((real)50 / 3)};
    real mean[3], deviation[3];
    standardise_fit(3, 3, by_hand, mean, deviation);
    assert_all_near(3, mean, expected_mean, TOLERANCE);
    assert_all_near(3, deviation, expected_deviation, TOLERANCE);
}

Test(standardise, apply_worked_out_by_hand)
{
    const real mean[] = {3, 7, 1}, deviation[] = {2, 1, (real)0.5};
    const real expected[] = {-1, 0, -12, 0, 0, 8, 1, 0, -2};
    real x[9];
    for (size_t i = 0; i < 9; i++) {
        x[i] = by_hand[i];
    }
    standardise_apply(3, 3, mean, deviation, x);
    assert_all_near(9, x, expected, TOLERANCE);
}

Test(standardise, the_part_that_was_measured_gets_mean_0_and_deviation_1)
{
    struct pcg32 generator = pcg32_seed(601, 1);
    enum { rows = 97, columns = 5 };
    real *const x = random_reals(&generator, rows * columns);
    for (size_t i = 0; i < rows * columns; i++) {
        x[i] = x[i] * (real)(1 + i % columns) + (real)(10 * (i % columns));
    }
    real mean[columns], deviation[columns];
    standardise_fit(rows, columns, x, mean, deviation);
    standardise_apply(rows, columns, mean, deviation, x);
    standardise_fit(rows, columns, x, mean, deviation);
    for (size_t j = 0; j < columns; j++) {
        assert_near(mean[j], 0, 100 * REAL_EPSILON);
        assert_near(deviation[j], 1, 100 * REAL_EPSILON);
    }
}

Test(standardise, another_part_is_put_on_the_same_scale_not_on_its_own)
{
    const real training[] = {0, 2, 4, 6}, mean_of_training = 3;
    real mean, deviation, test[] = {3, 3 + sqrt((real)5)};
    standardise_fit(4, 1, training, &mean, &deviation);
    assert_near(mean, mean_of_training, TOLERANCE);
    standardise_apply(2, 1, &mean, &deviation, test);
    assert_near(test[0], 0, TOLERANCE);
    assert_near(test[1], 1, TOLERANCE);
}

/* 0.1 is no binary fraction: a thousand of them do not sum up to 100. */
Test(standardise, a_constant_column_becomes_zeros_whatever_its_value)
{
    const real values[] = {0, (real)0.1, (real)-1e-6, (real)1e6, (real)(1.0 / 3)};
    enum { rows = 1000 };
    real *const x = arena_reals(&scratch, rows);
    for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
        real mean, deviation;
        for (size_t i = 0; i < rows; i++) {
            x[i] = values[k];
        }
        standardise_fit(rows, 1, x, &mean, &deviation);
        cr_assert_eq(mean, values[k]);
        cr_assert_eq(deviation, 1);
        standardise_apply(rows, 1, &mean, &deviation, x);
        for (size_t i = 0; i < rows; i++) {
            cr_assert_eq(x[i], 0);
        }
    }
}

Test(standardise, one_row_is_all_constant_columns)
{
    const real x[] = {4, -5};
    real mean[2], deviation[2];
    standardise_fit(1, 2, x, mean, deviation);
    cr_assert_arr_eq(mean, x, sizeof x);
    cr_assert_eq(deviation[0], 1);
    cr_assert_eq(deviation[1], 1);
}

Test(standardise, a_column_that_hardly_varies_is_stretched_all_the_same)
{
    const real step = 100 * REAL_EPSILON;
    real x[] = {1, 1 + 2 * step}, mean, deviation;
    standardise_fit(2, 1, x, &mean, &deviation);
    assert_near(deviation, step, step / 50);
}

/* A float sum of a million has room for sixteenths only: each 0.3 would be added as 0.3125. */
Test(standardise, millions_of_rows_do_not_wear_the_sums_away)
{
    enum { rows = 2 * 1000 * 1000 };
    struct arena large;
    struct message why;
    cr_assert_eq(arena_create(&large, sizeof(real) * rows + 4096, &why), 0, "%s", why.text);
    real *const x = arena_reals(&large, rows), mean, deviation;
    x[0] = 0; /* distances may be counted from there */
    for (size_t i = 1; i < rows; i++) {
        x[i] = i % 2 ? (real)0.3 : (real)0.7;
    }
    standardise_fit(rows, 1, x, &mean, &deviation);
    assert_near(mean, (real)0.5, (real)1e-6);
    assert_near(deviation, (real)0.2, (real)1e-6);
    arena_destroy(&large);
}

Test(standardise, fit_leaves_the_rows_alone)
{
    struct pcg32 generator = pcg32_seed(602, 1);
    real *const x = random_reals(&generator, 21), *const kept = copy_reals(21, x);
    real mean[3], deviation[3];
    standardise_fit(7, 3, x, mean, deviation);
    cr_assert_arr_eq(x, kept, 21 * sizeof *x);
}
