#include "tests/support.h"
#include "train/metrics.h"

TestSuite(metrics, .init = test_begin, .fini = test_end);

#define TOLERANCE (4 * REAL_EPSILON)

/* The header's cats, dogs and owls. */
static const size_t animals[] = {3, 1, 0, 2, 4, 0, 0, 1, 5};

Test(metrics, the_matrix_has_the_truth_in_its_rows)
{
    const unsigned char truth[] = {0, 0, 1, 2, 0, 1}, predicted[] = {0, 1, 1, 0, 1, 1};
    const size_t expected[] = {1, 2, 0, 0, 2, 0, 1, 0, 0};
    size_t matrix[9] = {7, 7, 7, 7, 7, 7, 7, 7, 7}; /* what stood there does not matter */
    confusion_matrix(6, truth, predicted, 3, matrix);
    cr_assert_arr_eq(matrix, expected, sizeof expected);
}

Test(metrics, the_headers_matrix)
{
    const unsigned char truth[] = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2};
    const unsigned char predicted[] = {0, 1, 0, 0, 0, 1, 1, 0, 1, 1, 2, 2, 1, 2, 2, 2};
    size_t matrix[9];
    confusion_matrix(16, truth, predicted, 3, matrix);
    cr_assert_arr_eq(matrix, animals, sizeof animals);
}

Test(metrics, no_row_gives_a_matrix_of_zeros)
{
    size_t matrix[] = {1, 2, 3, 4};
    confusion_matrix(0, NULL, NULL, 2, matrix);
    cr_assert_eq(matrix[0] + matrix[1] + matrix[2] + matrix[3], 0);
}

Test(metrics, each_row_is_counted_once)
{
    struct pcg32 generator = pcg32_seed(801, 1);
    unsigned char truth[500], predicted[500];
    for (size_t i = 0; i < 500; i++) {
        truth[i] = (unsigned char)pcg32_below(&generator, 7);
        predicted[i] = (unsigned char)pcg32_below(&generator, 7);
    }
    size_t matrix[49], sum = 0;
    confusion_matrix(500, truth, predicted, 7, matrix);
    for (size_t i = 0; i < 49; i++) {
        sum += matrix[i];
    }
    cr_assert_eq(sum, 500);
}

Test(metrics, precision_worked_out_by_hand)
{
    assert_near(precision_of(3, animals, 0), (real)3 / 5, TOLERANCE);
    assert_near(precision_of(3, animals, 1), (real)4 / 6, TOLERANCE);
    assert_near(precision_of(3, animals, 2), 1, TOLERANCE);
}

Test(metrics, recall_worked_out_by_hand)
{
    assert_near(recall_of(3, animals, 0), (real)3 / 4, TOLERANCE);
    assert_near(recall_of(3, animals, 1), (real)4 / 6, TOLERANCE);
    assert_near(recall_of(3, animals, 2), (real)5 / 6, TOLERANCE);
}

/* 2 * 3/5 * 3/4 / (3/5 + 3/4) = 2/3, and 2 * 5/6 / (1 + 5/6) = 10/11 */
Test(metrics, f1_worked_out_by_hand)
{
    assert_near(f1_of(3, animals, 0), (real)2 / 3, TOLERANCE);
    assert_near(f1_of(3, animals, 1), (real)2 / 3, TOLERANCE);
    assert_near(f1_of(3, animals, 2), (real)10 / 11, TOLERANCE);
}

Test(metrics, a_class_that_is_never_predicted_has_precision_0)
{
    const size_t matrix[] = {4, 0, 3, 0};
    cr_assert_eq(precision_of(2, matrix, 1), 0);
    cr_assert_eq(recall_of(2, matrix, 1), 0);
    cr_assert_eq(f1_of(2, matrix, 1), 0);
}

Test(metrics, a_class_that_never_occurs_has_recall_0)
{
    const size_t matrix[] = {4, 2, 0, 0};
    cr_assert_eq(recall_of(2, matrix, 1), 0);
    cr_assert_eq(precision_of(2, matrix, 1), 0);
    cr_assert_eq(f1_of(2, matrix, 1), 0);
}

Test(metrics, an_empty_matrix_has_zeros_only)
{
    const size_t matrix[4] = {0};
    cr_assert_eq(precision_of(2, matrix, 0), 0);
    cr_assert_eq(recall_of(2, matrix, 0), 0);
    cr_assert_eq(f1_of(2, matrix, 0), 0);
}

Test(metrics, one_class_is_always_right)
{
    const size_t matrix[] = {5};
    cr_assert_eq(precision_of(1, matrix, 0), 1);
    cr_assert_eq(recall_of(1, matrix, 0), 1);
    cr_assert_eq(f1_of(1, matrix, 0), 1);
}
