#include "kernels/naive/binary_cross_entropy.h"
#include "tests/support.h"

#include <math.h>

TestSuite(binary_cross_entropy, .init = test_begin, .fini = test_end);

static const size_t counts[] = {1, 2, 3, 7, 64, 101};
enum { count_of_counts = sizeof counts / sizeof *counts };

static real loss_of_one(real logit, real y)
{
    return binary_cross_entropy_forward(1, &logit, &y);
}

static real gradient_of_one(real logit, real y)
{
    real gradient = 0;
    binary_cross_entropy_backward(1, &logit, &y, 1, &gradient);
    return gradient;
}

/* --- forward --- */

Test(binary_cross_entropy, forward_of_logit_0_is_ln_2_whatever_the_truth)
{
    const real ln2 = (real)M_LN2;
    assert_near(loss_of_one(0, 0), ln2, REAL_EPSILON);
    assert_near(loss_of_one(0, 1), ln2, REAL_EPSILON);
    assert_near(loss_of_one(0, 0.5), ln2, REAL_EPSILON);
}

/* With logits ln 3 and -ln 3, p is 3/4 and 1/4. */
Test(binary_cross_entropy, forward_by_hand)
{
    const real ln3 = (real)log(3.0);
    const real logits[] = {ln3, ln3, -ln3, -ln3}, y[] = {1, 0, 1, 0};
    const real certain = (real)-log(0.75), wrong = (real)-log(0.25);
    assert_near(loss_of_one(ln3, 1), certain, 4 * REAL_EPSILON);
    assert_near(loss_of_one(ln3, 0), wrong, 4 * REAL_EPSILON);
    assert_near(loss_of_one(-ln3, 1), wrong, 4 * REAL_EPSILON);
    assert_near(loss_of_one(-ln3, 0), certain, 4 * REAL_EPSILON);
    assert_near(binary_cross_entropy_forward(4, logits, y), (certain + wrong) / 2,
                4 * REAL_EPSILON);
}

Test(binary_cross_entropy, forward_is_the_formula_at_every_count)
{
    for (size_t c = 0; c < count_of_counts; c++) {
        struct pcg32 generator = pcg32_seed(121, c);
        real *const logits = random_reals(&generator, counts[c]);
        real *const y = arena_reals(&scratch, counts[c]);
        double sum = 0;
        for (size_t i = 0; i < counts[c]; i++) {
            logits[i] *= 6;
            y[i] = pcg32_uniform(&generator, 0, 1);
            const double p = 1 / (1 + exp(-(double)logits[i]));
            sum -= (double)y[i] * log(p) + (1 - (double)y[i]) * log(1 - p);
        }
        assert_near(binary_cross_entropy_forward(counts[c], logits, y),
                    (real)(sum / (double)counts[c]), 64 * REAL_EPSILON);
    }
}

Test(binary_cross_entropy, forward_neither_overflows_nor_takes_the_logarithm_of_0)
{
    cr_assert_eq(loss_of_one(1000, 0), 1000);
    cr_assert_eq(loss_of_one(1000, 1), 0);
    cr_assert_eq(loss_of_one(-1000, 1), 1000);
    cr_assert_eq(loss_of_one(-1000, 0), 0);
    cr_assert_eq(loss_of_one(1000, 0.5), 500);
    cr_assert_eq(loss_of_one(-1000, 0.5), 500);
}

/* log(1 + exp(-40)) is exp(-40) to a part in 10^17; 1 + exp(-40) would be 1. */
Test(binary_cross_entropy, forward_keeps_its_digits_near_0)
{
    const real expected = (real)exp(-40.0);
    assert_near(loss_of_one(40, 1), expected, 8 * REAL_EPSILON * expected);
    assert_near(loss_of_one(-40, 0), expected, 8 * REAL_EPSILON * expected);
}

/* For a truth of 1/2 no logit is better than 0: what is left is the truth's own entropy. */
Test(binary_cross_entropy, forward_is_least_where_p_is_the_truth)
{
    cr_assert_lt(loss_of_one(0, 0.5), loss_of_one((real)0.25, 0.5));
    cr_assert_lt(loss_of_one(0, 0.5), loss_of_one((real)-0.25, 0.5));
}

/* --- backward --- */

Test(binary_cross_entropy, backward_by_hand)
{
    const real ln3 = (real)log(3.0);
    const real logits[] = {ln3, ln3, -ln3, 0}, y[] = {1, 0, 1, 0.5};
    const real expected[] = {-0.0625, 0.1875, -0.1875, 0}; /* (p - y) / 4 */
    real dlogits[4] = {0};
    binary_cross_entropy_backward(4, logits, y, 1, dlogits);
    assert_all_near(4, dlogits, expected, 2 * REAL_EPSILON);
}

Test(binary_cross_entropy, backward_is_scaled_by_what_arrives_from_above)
{
    const real logits[] = {0, 0}, y[] = {1, 0}, expected[] = {0.75, -0.75};
    real dlogits[2] = {0};
    binary_cross_entropy_backward(2, logits, y, -3, dlogits);
    assert_all_near(2, dlogits, expected, 0);
}

Test(binary_cross_entropy, backward_adds_to_what_stands_there)
{
    const real logits[] = {0, 0}, y[] = {1, 0}, expected[] = {9.75, -6.75};
    real dlogits[] = {10, -7};
    binary_cross_entropy_backward(2, logits, y, 1, dlogits);
    assert_all_near(2, dlogits, expected, 0);
}

/* A certain and wrong answer is corrected with full strength: nothing saturates. */
Test(binary_cross_entropy, backward_does_not_vanish_where_the_answer_is_wrong)
{
    cr_assert_eq(gradient_of_one(1000, 0), 1);
    cr_assert_eq(gradient_of_one(-1000, 1), -1);
    cr_assert_eq(gradient_of_one(1000, 1), 0);
    cr_assert_eq(gradient_of_one(-1000, 0), 0);
    cr_assert_eq(gradient_of_one(1000, 0.5), 0.5);
    cr_assert_eq(gradient_of_one(-1000, 0.5), -0.5);
}

Test(binary_cross_entropy, backward_keeps_its_digits_near_0)
{
    const real expected = (real)exp(-40.0);
    assert_near(gradient_of_one(-40, 0), expected, 8 * REAL_EPSILON * expected);
}

struct case_of_loss {
    size_t count;
    const real *y;
    real dloss;
};

static real scaled_loss(const real *logits, void *context)
{
    const struct case_of_loss *const c = context;
    return c->dloss * binary_cross_entropy_forward(c->count, logits, c->y);
}

Test(binary_cross_entropy, backward_is_the_measured_gradient)
{
    for (size_t c = 0; c < count_of_counts; c++) {
        struct pcg32 generator = pcg32_seed(122, c);
        real *const logits = random_reals(&generator, counts[c]);
        real *const y = random_reals(&generator, counts[c]);
        for (size_t i = 0; i < counts[c]; i++) {
            logits[i] *= 4;
            y[i] = y[i] > 0 ? 1 : 0;
        }
        struct case_of_loss context = {counts[c], y, pcg32_uniform(&generator, -2, 2)};
        const struct objective objective = {scaled_loss, &context};
        real *const measured = arena_reals(&scratch, counts[c]);
        real *const dlogits = zero_reals(counts[c]);
        central_differences(&objective, counts[c], logits, measured);
        binary_cross_entropy_backward(counts[c], logits, y, context.dloss, dlogits);
        assert_all_near(counts[c], dlogits, measured, GRADIENT_TOLERANCE);
    }
}

Test(binary_cross_entropy, leaves_its_inputs_alone)
{
    struct pcg32 generator = pcg32_seed(123, 1);
    const real *const logits = random_reals(&generator, 7), *const y = random_reals(&generator, 7);
    const real *const logits_before = copy_reals(7, logits), *const y_before = copy_reals(7, y);
    real *const dlogits = zero_reals(7);
    binary_cross_entropy_forward(7, logits, y);
    binary_cross_entropy_backward(7, logits, y, 1, dlogits);
    cr_assert_arr_eq(logits, logits_before, 7 * sizeof *logits);
    cr_assert_arr_eq(y, y_before, 7 * sizeof *y);
}
