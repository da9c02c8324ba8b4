#include "losses/loss.h"

#include "autograd/arithmetic.h"
#include "autograd/backward.h"
#include "tests/on_tape.h"

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
