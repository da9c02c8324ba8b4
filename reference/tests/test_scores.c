#include "tests/support.h"
#include "train/scores.h"

TestSuite(scores, .init = test_begin, .fini = test_end);

#define TOLERANCE (4 * REAL_EPSILON)

static const size_t animals[] = {3, 1, 0, 2, 4, 0, 0, 1, 5}; /* train/metrics.h */

Test(scores, accuracy_is_the_diagonal_by_all)
{
    assert_near(scores_accuracy(3, animals), (real)12 / 16, TOLERANCE);
}

Test(scores, the_baseline_is_the_most_frequent_class_in_truth)
{
    const size_t matrix[] = {1, 8, 0, 2}; /* 9 are of class 0, though 10 were called class 1 */
    assert_near(scores_baseline(2, matrix), (real)9 / 11, TOLERANCE);
    assert_near(scores_baseline(3, animals), (real)6 / 16, TOLERANCE);
}

Test(scores, macro_means_give_each_class_the_same_say)
{
    const real third = (real)1 / 3;
    assert_near(scores_macro_precision(3, animals), third * ((real)3 / 5 + (real)2 / 3 + 1),
                TOLERANCE);
    assert_near(scores_macro_recall(3, animals), third * ((real)3 / 4 + (real)2 / 3 + (real)5 / 6),
                TOLERANCE);
    assert_near(scores_macro_f1(3, animals), third * ((real)4 / 3 + (real)10 / 11), TOLERANCE);
}

/* 98 of one class, 2 of another, and everything is called the first: accuracy misleads, F1 tells. */
Test(scores, a_rare_class_shows_in_f1_alone)
{
    const size_t matrix[] = {98, 0, 2, 0};
    assert_near(scores_accuracy(2, matrix), (real)0.98, TOLERANCE);
    assert_near(scores_baseline(2, matrix), (real)0.98, TOLERANCE);
    assert_near(scores_macro_f1(2, matrix), (real)98 / 198, TOLERANCE);
    assert_near(scores_macro_recall(2, matrix), (real)0.5, TOLERANCE);
}

Test(scores, a_class_without_a_row_counts_in_the_macro_means)
{
    const size_t matrix[] = {2, 0, 0, 0, 3, 0, 0, 0, 0};
    assert_near(scores_macro_precision(3, matrix), (real)2 / 3, TOLERANCE);
    assert_near(scores_accuracy(3, matrix), 1, TOLERANCE);
}

Test(scores, no_row_scores_0)
{
    const size_t matrix[4] = {0};
    cr_assert_eq(scores_accuracy(2, matrix), 0);
    cr_assert_eq(scores_baseline(2, matrix), 0);
    cr_assert_eq(scores_macro_f1(2, matrix), 0);
}
