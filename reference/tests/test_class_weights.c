#include "data/class_weights.h"
#include "tests/support.h"

TestSuite(class_weights, .init = test_begin, .fini = test_end);

static const unsigned char labels[] = {2, 0, 2, 2, 3, 2, 0, 2};

Test(class_weights, counts_all_rows)
{
    const size_t expected[] = {2, 0, 5, 1};
    size_t rows[4] = {9, 9, 9, 9};
    class_counts(8, NULL, labels, 4, rows);
    cr_assert_arr_eq(rows, expected, sizeof expected);
}

Test(class_weights, counts_the_rows_that_are_named)
{
    const size_t index[] = {7, 1, 4, 0}, expected[] = {1, 0, 2, 1};
    size_t rows[4];
    class_counts(4, index, labels, 4, rows);
    cr_assert_arr_eq(rows, expected, sizeof expected);
}

/* 8 rows, 3 classes that occur: 8/(3*2), nothing, 8/(3*5), 8/(3*1). */
Test(class_weights, weights_worked_out_by_hand)
{
    const size_t rows[] = {2, 0, 5, 1};
    const real expected[] = {(real)4 / 3, 0, (real)8 / 15, (real)8 / 3};
    real weight[4];
    class_weights(4, rows, weight);
    assert_all_near(4, weight, expected, 4 * REAL_EPSILON);
}

Test(class_weights, classes_of_one_size_weigh_1)
{
    const size_t rows[] = {6000, 6000, 6000};
    const real expected[] = {1, 1, 1};
    real weight[3];
    class_weights(3, rows, weight);
    assert_all_near(3, weight, expected, 4 * REAL_EPSILON);
}

Test(class_weights, each_class_weighs_the_same_and_a_row_1_in_the_mean)
{
    const size_t rows[] = {980, 3, 20, 117};
    real weight[4], sum = 0;
    class_weights(4, rows, weight);
    for (size_t label = 0; label < 4; label++) {
        assert_near(weight[label] * (real)rows[label], 280, 280 * 8 * REAL_EPSILON);
        sum += weight[label] * (real)rows[label];
    }
    assert_near(sum / 1120, 1, 8 * REAL_EPSILON);
}

static void count_label_3_of_3(void)
{
    size_t rows[3];
    class_counts(8, NULL, labels, 3, rows);
}

Test(class_weights, panics_at_a_label_that_is_none)
{
    cr_assert_str_eq(panic_of(count_label_3_of_3),
                     "descent: class_counts: row 4 has label 3, there are 3 classes\n");
}
