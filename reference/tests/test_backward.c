#include "autograd/backward.h"

#include "autograd/arithmetic.h"
#include "autograd/products.h"
#include "tests/on_tape.h"

TestSuite(backward, .init = tape_test_begin, .fini = tape_test_end);

static struct variable *number(real value)
{
    return variable_of(shape_1d(1), &value);
}

/* The handout's graph: (x + y) z at (1, 2, 3). */
Test(backward, by_hand)
{
    struct tape tape = new_tape();
    struct variable *const x = number(1), *const y = number(2), *const z = number(3);
    struct variable *const sum = add(&tape, x, y);
    struct variable *const out = multiply(&tape, sum, z);
    tape_backward(&tape, out);
    cr_assert_eq(out->value.data[0], 9);
    cr_assert_eq(out->gradient[0], 1);
    cr_assert_eq(sum->gradient[0], 3);
    cr_assert_eq(x->gradient[0], 3);
    cr_assert_eq(y->gradient[0], 3);
    cr_assert_eq(z->gradient[0], 3);
}

Test(backward, of_one_operation)
{
    struct tape tape = new_tape();
    struct variable *const x = number(5), *const y = number(7);
    tape_backward(&tape, multiply(&tape, x, y));
    cr_assert_eq(x->gradient[0], 7);
    cr_assert_eq(y->gradient[0], 5);
}

Test(backward, of_a_square)
{
    struct tape tape = new_tape();
    struct variable *const x = number(5);
    tape_backward(&tape, multiply(&tape, x, x));
    cr_assert_eq(x->gradient[0], 10);
}

/* ((x x) x) x: by the chain rule 4 x^3. */
Test(backward, of_a_chain)
{
    struct tape tape = new_tape();
    struct variable *const x = number(3), *power = x;
    for (size_t i = 0; i < 3; i++) {
        power = multiply(&tape, power, x);
    }
    tape_backward(&tape, power);
    cr_assert_eq(power->value.data[0], 81);
    cr_assert_eq(x->gradient[0], 108);
}

/* s = x y is used twice and both uses meet again: out = (s + x) (s y). In the order of the tape's
 * beginning, or with s left before both uses have come back, the gradients come out wrong. */
Test(backward, of_a_diamond)
{
    struct tape tape = new_tape();
    struct variable *const x = number(2), *const y = number(5);
    struct variable *const s = multiply(&tape, x, y);
    struct variable *const a = add(&tape, s, x);
    struct variable *const b = multiply(&tape, s, y);
    tape_backward(&tape, multiply(&tape, a, b));
    /* out = (x y + x) x y^2 = x^2 (y^3 + y^2) */
    cr_assert_eq(a->gradient[0], 50);
    cr_assert_eq(b->gradient[0], 12);
    cr_assert_eq(s->gradient[0], 50 + 5 * 12);
    cr_assert_eq(x->gradient[0], 600); /* 2 x (y^3 + y^2) */
    cr_assert_eq(y->gradient[0], 340); /* x^2 (3 y^2 + 2 y) */
}

/* Two diamonds, one behind the other: doubling twice. */
Test(backward, of_a_variable_that_is_used_twice_twice)
{
    struct tape tape = new_tape();
    struct variable *const x = number(7);
    struct variable *const twice = add(&tape, x, x);
    tape_backward(&tape, add(&tape, twice, twice));
    cr_assert_eq(twice->gradient[0], 2);
    cr_assert_eq(x->gradient[0], 4);
}

Test(backward, parameters_collect_from_one_walk_after_the_other)
{
    struct tape tape = new_tape();
    struct variable *const w = number(3), *const x = number(4), *const z = number(10);
    tape_backward(&tape, multiply(&tape, w, x));
    tape_reset(&tape);
    tape_backward(&tape, multiply(&tape, w, z));
    cr_assert_eq(w->gradient[0], 14);
}

Test(backward, a_parameter_shared_by_two_branches_gets_both_gradients)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(151, 1);
    struct variable *const w = random_variable(&generator, shape_2d(3, 3));
    struct variable *const first = twin_of(w), *const second = twin_of(w);
    struct variable *const row = random_variable(&generator, shape_2d(1, 3));
    struct variable *const column = random_variable(&generator, shape_2d(3, 1));
    tape_backward(&tape, matmul(&tape, matmul(&tape, matmul(&tape, row, w), w), column));
    tape_reset(&tape);
    tape_backward(&tape, matmul(&tape, matmul(&tape, matmul(&tape, row, first), second), column));
    for (size_t i = 0; i < 9; i++) {
        assert_near(w->gradient[i], first->gradient[i] + second->gradient[i], 16 * REAL_EPSILON);
    }
}

/* Whatever else stands on the tape takes no part. */
Test(backward, starts_at_the_loss_even_when_more_was_recorded)
{
    struct tape tape = new_tape();
    struct variable *const x = number(5), *const y = number(7);
    struct variable *const loss = multiply(&tape, x, y);
    multiply(&tape, loss, x);
    add(&tape, y, y);
    tape_backward(&tape, loss);
    cr_assert_eq(x->gradient[0], 7);
    cr_assert_eq(y->gradient[0], 5);
}

Test(backward, a_branch_that_leads_nowhere_adds_nothing)
{
    struct tape tape = new_tape();
    struct variable *const x = number(5), *const y = number(7);
    struct variable *const aside = multiply(&tape, x, x);
    tape_backward(&tape, multiply(&tape, x, y));
    cr_assert_eq(aside->gradient[0], 0);
    cr_assert_eq(x->gradient[0], 7);
}

Test(backward, constants_stay_without_a_gradient)
{
    struct tape tape = new_tape();
    const real four = 4;
    struct variable *const x = number(5), *const c = constant_of(shape_1d(1), &four);
    tape_backward(&tape, multiply(&tape, multiply(&tape, x, c), c));
    cr_assert_eq(x->gradient[0], 16);
    cr_assert_null(c->gradient);
}

static size_t order[4], calls;

static void note(const struct record *record)
{
    order[calls++] = *(const size_t *)record->context;
}

Test(backward, walks_each_record_once_from_the_last_to_the_first)
{
    struct tape tape = new_tape();
    const size_t names[] = {0, 1, 2, 3}, expected[] = {3, 2, 1, 0};
    struct variable *out = number(1);
    for (size_t i = 0; i < 4; i++) {
        out = tape_record_with(&tape, shape_1d(1), note, out, NULL, NULL, &names[i]);
    }
    tape_backward(&tape, out);
    cr_assert_eq(calls, 4);
    cr_assert_arr_eq(order, expected, sizeof order);
}
