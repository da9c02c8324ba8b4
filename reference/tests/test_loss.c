#include "losses/loss.h"

#include "autograd/arithmetic.h"
#include "autograd/backward.h"
#include "tests/on_tape.h"

#include <math.h>

TestSuite(loss, .init = tape_test_begin, .fini = tape_test_end);

static const real four[] = {1, 2, 4, 0}, truth[] = {0, 4, 1, 2};

Test(loss, mse_by_hand)
{
    struct tape tape = new_tape();
    const real expected[] = {0.5, -1, 1.5, -1};
    struct variable *const yhat = variable_of(shape_2d(4, 1), four);
    struct variable *const loss = mse_loss(&tape, yhat, constant_of(shape_2d(4, 1), truth));
    tape_backward(&tape, loss);
    cr_assert_eq(variable_count(loss), 1);
    cr_assert_eq(loss->value.data[0], 4.5);
    assert_all_near(4, yhat->gradient, expected, 0);
}

Test(loss, binary_cross_entropy_by_hand)
{
    struct tape tape = new_tape();
    const real logits[] = {1000, 0, -1000, 0}, y[] = {0, 1, 1, 0};
    const real expected[] = {0.25, -0.125, -0.25, 0.125};
    struct variable *const yhat = variable_of(shape_2d(2, 2), logits);
    struct variable *const loss =
        binary_cross_entropy_loss(&tape, yhat, constant_of(shape_2d(2, 2), y));
    tape_backward(&tape, loss);
    cr_assert_eq(variable_count(loss), 1);
    assert_near(loss->value.data[0], (real)((2000 + 2 * 0.69314718055994530942) / 4),
                500 * REAL_EPSILON);
    assert_all_near(4, yhat->gradient, expected, 0);
}

static struct variable *(*const losses[])(struct tape *tape, struct variable *yhat,
                                          struct variable *y) = {mse_loss,
                                                                 binary_cross_entropy_loss};
enum { count_of_losses = sizeof losses / sizeof *losses };

Test(loss, is_scaled_by_what_arrives_from_above)
{
    for (size_t l = 0; l < count_of_losses; l++) {
        struct tape tape = new_tape();
        const real minus_three = -3;
        struct variable *const yhat = variable_of(shape_1d(4), four);
        struct variable *const same = twin_of(yhat), *const y = constant_of(shape_1d(4), truth);
        tape_backward(&tape, losses[l](&tape, yhat, y));
        tape_reset(&tape);
        struct variable *const scale = constant_of(shape_1d(1), &minus_three);
        tape_backward(&tape, multiply(&tape, losses[l](&tape, same, y), scale));
        for (size_t i = 0; i < 4; i++) {
            assert_near(same->gradient[i], -3 * yhat->gradient[i], 8 * REAL_EPSILON);
        }
    }
}

Test(loss, adds_to_what_stands_in_the_gradient)
{
    for (size_t l = 0; l < count_of_losses; l++) {
        struct tape tape = new_tape();
        struct variable *const yhat = variable_of(shape_1d(4), four);
        struct variable *const same = twin_of(yhat), *const y = constant_of(shape_1d(4), truth);
        tape_backward(&tape, losses[l](&tape, yhat, y));
        tape_reset(&tape);
        same->gradient[2] = 1;
        tape_backward(&tape, losses[l](&tape, same, y));
        cr_assert_eq(same->gradient[1], yhat->gradient[1]);
        cr_assert_eq(same->gradient[2], 1 + yhat->gradient[2]);
    }
}

Test(loss, gives_the_truth_no_gradient)
{
    for (size_t l = 0; l < count_of_losses; l++) {
        struct tape tape = new_tape();
        struct variable *const yhat = constant_of(shape_1d(4), four);
        struct variable *const y = variable_of(shape_1d(4), truth);
        tape_backward(&tape, losses[l](&tape, yhat, y));
        assert_all_near(4, y->gradient, zero_reals(4), 0);
    }
}

Test(loss, of_constants_leaves_no_record)
{
    for (size_t l = 0; l < count_of_losses; l++) {
        struct tape tape = new_tape();
        const struct variable *const loss =
            losses[l](&tape, constant_of(shape_1d(4), four), constant_of(shape_1d(4), truth));
        cr_assert_null(loss->gradient);
        cr_assert_eq(tape.count, 0);
    }
}

/* --- softmax cross-entropy: its truth has another shape, so it stands for itself --- */

/* The softmax of the rows is (1,2,5)/8 and (3,1,1)/5. */
static struct variable *odds_of_two_rows(void)
{
    const double odds[] = {1, 2, 5, /**/ 3, 1, 1};
    real z[6];
    for (size_t i = 0; i < 6; i++) {
        z[i] = (real)log(odds[i]);
    }
    return variable_of(shape_2d(2, 3), z);
}

static const real labels[] = {2, 1}, one_two_four[] = {1, 2, 4};

Test(loss, softmax_cross_entropy_by_hand)
{
    struct tape tape = new_tape();
    struct variable *const z = odds_of_two_rows();
    const real expected[] = {(real)0.0625, (real)0.125, (real)-0.1875,
                             (real)0.3,    (real)-0.4,  (real)0.1};
    struct variable *const loss =
        softmax_cross_entropy_loss(&tape, z, constant_of(shape_1d(2), labels), NULL, 0);
    tape_backward(&tape, loss);
    cr_assert_eq(variable_count(loss), 1);
    assert_near(loss->value.data[0], (real)((log(1.6) + log(5)) / 2), 4 * REAL_EPSILON);
    assert_all_near(6, z->gradient, expected, 2 * REAL_EPSILON);
}

/* nine tenths of the weighted mean, and a tenth of what all labels would bring */
Test(loss, softmax_cross_entropy_with_weights_and_smoothing_by_hand)
{
    struct tape tape = new_tape();
    const double mean = (4 * log(1.6) + 2 * log(5)) / 6;
    const double even = (log(8) + 2 * log(4) + 4 * log(1.6) + log(5.0 / 3) + 6 * log(5)) / 18;
    const struct variable *const loss = softmax_cross_entropy_loss(
        &tape, odds_of_two_rows(), constant_of(shape_1d(2), labels), one_two_four, (real)0.1);
    assert_near(loss->value.data[0], (real)(0.9 * mean + 0.1 * even), 8 * REAL_EPSILON);
}

Test(loss, softmax_cross_entropy_is_scaled_and_added)
{
    struct tape tape = new_tape();
    const real minus_three = -3;
    struct variable *const z = odds_of_two_rows(), *const same = twin_of(z);
    struct variable *const y = variable_of(shape_1d(2), labels);
    tape_backward(&tape, softmax_cross_entropy_loss(&tape, z, y, one_two_four, (real)0.1));
    tape_reset(&tape);
    same->gradient[4] = 7;
    struct variable *const loss =
        softmax_cross_entropy_loss(&tape, same, y, one_two_four, (real)0.1);
    tape_backward(&tape, multiply(&tape, loss, constant_of(shape_1d(1), &minus_three)));
    for (size_t i = 0; i < 6; i++) {
        assert_near(same->gradient[i], (i == 4 ? 7 : 0) - 3 * z->gradient[i], 8 * REAL_EPSILON);
    }
    assert_all_near(2, y->gradient, zero_reals(2), 0);
}

Test(loss, softmax_cross_entropy_of_constants_leaves_no_record)
{
    struct tape tape = new_tape();
    const struct variable *const loss =
        softmax_cross_entropy_loss(&tape, constant_of(shape_2d(2, 2), four),
                                   constant_of(shape_1d(2), (const real[]){0, 1}), NULL, 0);
    cr_assert_null(loss->gradient);
    cr_assert_eq(tape.count, 0);
}

/* Two rows of two logits and these labels. */
static void softmax_loss_of(struct shape shape, const real *truths, real smoothing)
{
    struct tape tape = new_tape();
    softmax_cross_entropy_loss(&tape, variable_of(shape_2d(2, 2), four), constant_of(shape, truths),
                               NULL, smoothing);
}

static void label_too_large(void)
{
    softmax_loss_of(shape_1d(2), (const real[]){1, 2}, 0);
}

static void label_between(void)
{
    softmax_loss_of(shape_1d(2), (const real[]){0.5, 1}, 0);
}

static void label_negative(void)
{
    softmax_loss_of(shape_1d(2), (const real[]){0, -1}, 0);
}

static void label_not_a_number(void)
{
    softmax_loss_of(shape_1d(2), (const real[]){REAL_NAN, 1}, 0);
}

static void labels_as_one_hot_rows(void)
{
    softmax_loss_of(shape_2d(2, 2), (const real[]){0, 1, 1, 0}, 0);
}

static void too_few_labels(void)
{
    softmax_loss_of(shape_1d(1), (const real[]){0}, 0);
}

static void too_smooth(void)
{
    softmax_loss_of(shape_1d(2), (const real[]){0, 1}, 2);
}

Test(loss, softmax_cross_entropy_panics_on_what_does_not_fit)
{
    cr_assert_str_eq(panic_of(label_too_large),
                     "descent: softmax_cross_entropy_loss: label 1 is 2, expected 0 to 1\n");
    cr_assert_str_eq(panic_of(label_between),
                     "descent: softmax_cross_entropy_loss: label 0 is 0.5, expected 0 to 1\n");
    cr_assert_str_eq(panic_of(label_negative),
                     "descent: softmax_cross_entropy_loss: label 1 is -1, expected 0 to 1\n");
    cr_assert_str_eq(panic_of(label_not_a_number),
                     "descent: softmax_cross_entropy_loss: label 0 is nan, expected 0 to 1\n");
    cr_assert_str_eq(panic_of(labels_as_one_hot_rows),
                     "descent: softmax_cross_entropy_loss: logits is (2,2), labels is (2,2)\n");
    cr_assert_str_eq(panic_of(too_few_labels),
                     "descent: softmax_cross_entropy_loss: logits is (2,2), labels is (1)\n");
    cr_assert_str_eq(panic_of(too_smooth),
                     "descent: softmax_cross_entropy_loss: smoothing is 2, expected 0 to 1\n");
}

static void mse_of_a_column_and_a_row(void)
{
    struct tape tape = new_tape();
    mse_loss(&tape, variable_of(shape_2d(4, 1), four), constant_of(shape_1d(4), truth));
}

static void cross_entropy_of_a_column_and_a_matrix(void)
{
    struct tape tape = new_tape();
    binary_cross_entropy_loss(&tape, variable_of(shape_2d(4, 1), four),
                              constant_of(shape_2d(2, 2), truth));
}

Test(loss, panics_with_both_shapes)
{
    cr_assert_str_eq(panic_of(mse_of_a_column_and_a_row),
                     "descent: mse_loss: yhat is (4,1), y is (4)\n");
    cr_assert_str_eq(panic_of(cross_entropy_of_a_column_and_a_matrix),
                     "descent: binary_cross_entropy_loss: logits is (4,1), y is (2,2)\n");
}
