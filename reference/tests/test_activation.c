#include "layers/activation.h"

#include "tests/on_tape.h"

#include <string.h>

TestSuite(activation, .init = tape_test_begin, .fini = tape_test_end);

/* --- names --- */

Test(activation, each_is_found_by_its_name)
{
    for (enum activation i = activation_none; i < activation_count; i++) {
        enum activation found = activation_count;
        struct message why;
        cr_assert_eq(activation_find(activation_name(i), &found, &why), 0);
        cr_assert_eq(found, i, "%s", activation_name(i));
    }
}

Test(activation, names_are_those_of_the_field)
{
    cr_assert_str_eq(activation_name(activation_none), "none");
    cr_assert_str_eq(activation_name(activation_sigmoid), "sigmoid");
    cr_assert_str_eq(activation_name(activation_tanh), "tanh");
    cr_assert_str_eq(activation_name(activation_relu), "relu");
    cr_assert_str_eq(activation_name(activation_leaky_relu), "leaky_relu");
    cr_assert_str_eq(activation_name(activation_step), "step");
}

Test(activation, find_says_which_names_there_are)
{
    const char *const wrong[] = {"", "Sigmoid", "relu ", "leaky", "gelu"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        enum activation found = activation_tanh;
        struct message why;
        cr_assert_eq(activation_find(wrong[i], &found, &why), -1, "'%s'", wrong[i]);
        cr_assert_eq(found, activation_tanh, "'%s'", wrong[i]);
        for (enum activation a = activation_none; a < activation_count; a++) {
            cr_assert_not_null(strstr(why.text, activation_name(a)), "%s", why.text);
        }
    }
}

Test(activation, find_quotes_what_it_found)
{
    enum activation found;
    struct message why;
    activation_find("gelu", &found, &why);
    cr_assert_str_eq(why.text,
                     "expected none, sigmoid, tanh, relu, leaky_relu or step, found 'gelu'");
}

/* --- on the tape --- */

static const real four[] = {-2, -0.5, 0.5, 3}, above[] = {1, -2, 3, -4};

Test(activation, none_is_the_variable_itself)
{
    struct tape tape = new_tape();
    struct variable *const x = variable_of(shape_1d(4), four);
    cr_assert_eq(activate(&tape, activation_none, x), x);
    cr_assert_eq(tape.count, 0);
}

Test(activation, relu_by_hand)
{
    struct tape tape = new_tape();
    const real y[] = {0, 0, 0.5, 3}, dx[] = {0, 0, 3, -4};
    struct variable *const x = variable_of(shape_2d(2, 2), four);
    const struct variable *const out = activate(&tape, activation_relu, x);
    lead_back(&tape, above);
    cr_assert(shape_equal(out->value.shape, shape_2d(2, 2)));
    assert_all_near(4, out->value.data, y, 0);
    assert_all_near(4, x->gradient, dx, 0);
}

Test(activation, leaky_relu_has_slope_one_hundredth)
{
    struct tape tape = new_tape();
    const real y[] = {(real)-0.02, (real)-0.005, 0.5, 3}, dx[] = {(real)0.01, (real)-0.02, 3, -4};
    struct variable *const x = variable_of(shape_1d(4), four);
    const struct variable *const out = activate(&tape, activation_leaky_relu, x);
    lead_back(&tape, above);
    assert_all_near(4, out->value.data, y, REAL_EPSILON);
    assert_all_near(4, x->gradient, dx, REAL_EPSILON);
}

Test(activation, step_is_1_above_0_and_lets_nothing_back)
{
    struct tape tape = new_tape();
    const real values[] = {-1000, -0.5, 0, 0.5, 1000}, y[] = {0, 0, 0, 1, 1};
    const real ones[] = {1, 1, 1, 1, 1};
    struct variable *const x = variable_of(shape_1d(5), values);
    const struct variable *const out = activate(&tape, activation_step, x);
    lead_back(&tape, ones);
    assert_all_near(5, out->value.data, y, 0);
    assert_all_near(5, x->gradient, zero_reals(5), 0);
}

/* The kernels have tests of their own: here, that each activation takes its own, with what it
 * needs. */
Test(activation, sigmoid_and_tanh_are_their_kernels)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(181, 1);
    struct variable *const x = random_variable(&generator, shape_2d(3, 5));
    const real *const from_above = random_reals(&generator, 15);
    real *const y = arena_reals(&scratch, 15), *const dx = zero_reals(15);

    const struct variable *out = activate(&tape, activation_sigmoid, x);
    lead_back(&tape, from_above);
    naive_backend.sigmoid_forward(15, x->value.data, y);
    naive_backend.sigmoid_backward(15, y, from_above, dx);
    assert_all_near(15, out->value.data, y, 0);
    assert_all_near(15, x->gradient, dx, 0);

    out = activate(&tape, activation_tanh, x);
    lead_back(&tape, from_above);
    naive_backend.tanh_forward(15, x->value.data, y);
    naive_backend.tanh_backward(15, y, from_above, dx); /* adds, as x's gradient was added to */
    assert_all_near(15, out->value.data, y, 0);
    assert_all_near(15, x->gradient, dx, 0);
}

Test(activation, of_a_constant_is_a_constant)
{
    struct tape tape = new_tape();
    for (enum activation i = activation_none; i < activation_count; i++) {
        const struct variable *const out = activate(&tape, i, constant_of(shape_1d(4), four));
        cr_assert_null(out->gradient, "%s", activation_name(i));
        cr_assert_eq(tape.count, 0, "%s", activation_name(i));
    }
}
