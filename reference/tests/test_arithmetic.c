#include "autograd/arithmetic.h"

#include "tests/on_tape.h"

TestSuite(arithmetic, .init = tape_test_begin, .fini = tape_test_end);

static const real left[] = {1, 2, 3, -4, 0.5, 6}, right[] = {10, -20, 30, 2, 50, 0};
static const real above[] = {1, -1, 2, 3, -2, 0.5};

/* --- forward --- */

Test(arithmetic, sum_by_hand)
{
    struct tape tape = new_tape();
    const real expected[] = {11, -18, 33, -2, 50.5, 6};
    const struct variable *const out =
        add(&tape, variable_of(shape_2d(2, 3), left), variable_of(shape_2d(2, 3), right));
    cr_assert(shape_equal(out->value.shape, shape_2d(2, 3)));
    assert_all_near(6, out->value.data, expected, 0);
}

Test(arithmetic, product_by_hand)
{
    struct tape tape = new_tape();
    const real expected[] = {10, -40, 90, -8, 25, 0};
    const struct variable *const out =
        multiply(&tape, variable_of(shape_2d(3, 2), left), variable_of(shape_2d(3, 2), right));
    cr_assert(shape_equal(out->value.shape, shape_2d(3, 2)));
    assert_all_near(6, out->value.data, expected, 0);
}

Test(arithmetic, one_number_has_any_rank)
{
    struct tape tape = new_tape();
    const real two = 2, five = 5;
    const struct shape shapes[] = {(struct shape){0}, shape_1d(1), shape_4d(1, 1, 1, 1)};
    for (size_t s = 0; s < 3; s++) {
        struct variable *const x = variable_of(shapes[s], &two);
        struct variable *const y = variable_of(shapes[s], &five);
        cr_assert_eq(add(&tape, x, y)->value.data[0], 7);
        cr_assert_eq(multiply(&tape, x, y)->value.data[0], 10);
    }
}

/* --- backward --- */

Test(arithmetic, sum_leads_the_same_to_both)
{
    struct tape tape = new_tape();
    struct variable *const x = variable_of(shape_1d(6), left);
    struct variable *const y = variable_of(shape_1d(6), right);
    add(&tape, x, y);
    lead_back(&tape, above);
    assert_all_near(6, x->gradient, above, 0);
    assert_all_near(6, y->gradient, above, 0);
}

Test(arithmetic, product_leads_to_each_the_other_factor)
{
    struct tape tape = new_tape();
    struct variable *const x = variable_of(shape_1d(6), left);
    struct variable *const y = variable_of(shape_1d(6), right);
    const real to_x[] = {10, 20, 60, 6, -100, 0}, to_y[] = {1, -2, 6, -12, -1, 3};
    multiply(&tape, x, y);
    lead_back(&tape, above);
    assert_all_near(6, x->gradient, to_x, 0);
    assert_all_near(6, y->gradient, to_y, 0);
}

Test(arithmetic, backward_adds_to_what_stands_there)
{
    struct tape tape = new_tape();
    const real two = 2, five = 5, one = 1;
    struct variable *const x = variable_of(shape_1d(1), &two);
    struct variable *const y = variable_of(shape_1d(1), &five);
    x->gradient[0] = 100;
    y->gradient[0] = 1000;
    add(&tape, x, y);
    lead_back(&tape, &one);
    cr_assert_eq(x->gradient[0], 101);
    cr_assert_eq(y->gradient[0], 1001);
    multiply(&tape, x, y);
    lead_back(&tape, &one);
    cr_assert_eq(x->gradient[0], 106);
    cr_assert_eq(y->gradient[0], 1003);
}

Test(arithmetic, x_plus_x_has_slope_2)
{
    struct tape tape = new_tape();
    const real three = 3, one = 1;
    struct variable *const x = variable_of(shape_1d(1), &three);
    add(&tape, x, x);
    lead_back(&tape, &one);
    cr_assert_eq(x->gradient[0], 2);
}

Test(arithmetic, x_times_x_has_slope_2x)
{
    struct tape tape = new_tape();
    const real three = 3, one = 1;
    struct variable *const x = variable_of(shape_1d(1), &three);
    cr_assert_eq(multiply(&tape, x, x)->value.data[0], 9);
    lead_back(&tape, &one);
    cr_assert_eq(x->gradient[0], 6);
}

static void leave_one_out(struct variable *(*operation)(struct tape *, struct variable *,
                                                        struct variable *))
{
    struct tape tape = new_tape();
    const real two = 2, five = 5, one = 1;
    struct variable *const x = variable_of(shape_1d(1), &two);
    struct variable *const y = variable_of(shape_1d(1), &five);
    struct variable *const c = constant_of(shape_1d(1), &five);
    operation(&tape, x, y);
    lead_back(&tape, &one);
    const real to_x = x->gradient[0];
    x->gradient[0] = 0;
    operation(&tape, x, c);
    lead_back(&tape, &one);
    cr_assert_eq(x->gradient[0], to_x);
    x->gradient[0] = 0;
    operation(&tape, c, x);
    lead_back(&tape, &one);
    cr_assert_eq(x->gradient[0], to_x);
}

Test(arithmetic, backward_leaves_out_what_wants_no_gradient)
{
    leave_one_out(add);
    leave_one_out(multiply);
}

Test(arithmetic, leaves_its_inputs_alone)
{
    struct tape tape = new_tape();
    struct variable *const x = variable_of(shape_1d(6), left);
    struct variable *const y = variable_of(shape_1d(6), right);
    struct variable *const sum = add(&tape, x, y);
    lead_back(&tape, above);
    multiply(&tape, x, y);
    lead_back(&tape, above);
    assert_all_near(6, x->value.data, left, 0);
    assert_all_near(6, y->value.data, right, 0);
    assert_all_near(6, sum->gradient, above, 0);
}

/* --- shapes --- */

static void add_2_3_to_3_2(void)
{
    struct tape tape = new_tape();
    add(&tape, variable_of(shape_2d(2, 3), left), variable_of(shape_2d(3, 2), right));
}

static void multiply_6_with_2_3(void)
{
    struct tape tape = new_tape();
    multiply(&tape, variable_of(shape_1d(6), left), variable_of(shape_2d(2, 3), right));
}

Test(arithmetic, panics_with_both_shapes)
{
    cr_assert_str_eq(panic_of(add_2_3_to_3_2), "descent: add: x is (2,3), y is (3,2)\n");
    cr_assert_str_eq(panic_of(multiply_6_with_2_3), "descent: multiply: x is (6), y is (2,3)\n");
}
