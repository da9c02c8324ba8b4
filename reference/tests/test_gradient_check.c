#include "autograd/gradient_check.h"

#include "autograd/arithmetic.h"
#include "autograd/products.h"
#include "tests/on_tape.h"

#include <math.h>
#include <string.h>

TestSuite(gradient_check, .init = tape_test_begin, .fini = tape_test_end);

/* --- a product of two variables, with one right way back and many wrong ones --- */

static struct variable *product_with(struct tape *tape, struct variable *x, struct variable *y,
                                     void (*backward)(const struct record *))
{
    struct variable *const out = tape_record(tape, x->value.shape, backward, x, y, NULL);
    for (size_t i = 0; i < variable_count(out); i++) {
        out->value.data[i] = x->value.data[i] * y->value.data[i];
    }
    return out;
}

static void product_back(const struct record *record, real to_x, real to_y)
{
    const struct variable *const x = record->input[0], *const y = record->input[1];
    for (size_t i = 0; i < variable_count(x); i++) {
        const real above = record->output->gradient[i];
        x->gradient[i] += to_x * above * y->value.data[i];
        y->gradient[i] += to_y * above * x->value.data[i];
    }
}

static void right(const struct record *record)
{
    product_back(record, 1, 1);
}

static void wrong_sign(const struct record *record)
{
    product_back(record, 1, -1);
}

static void missing_term(const struct record *record)
{
    product_back(record, 1, 0);
}

static void half(const struct record *record)
{
    product_back(record, (real)0.5, 1);
}

static void nothing(const struct record *record)
{
    (void)record;
}

static void one_wrong_element(const struct record *record)
{
    right(record);
    record->input[1]->gradient[7] *= (real)0.95;
}

static void one_nan(const struct record *record)
{
    right(record);
    record->input[0]->gradient[4] = REAL_NAN;
}

static void above_left_out(const struct record *record)
{
    const struct variable *const x = record->input[0], *const y = record->input[1];
    for (size_t i = 0; i < variable_count(x); i++) {
        x->gradient[i] += y->value.data[i];
        y->gradient[i] += x->value.data[i];
    }
}

static void overwriting(const struct record *record)
{
    const struct variable *const x = record->input[0], *const y = record->input[1];
    for (size_t i = 0; i < variable_count(x); i++) {
        const real above = record->output->gradient[i];
        x->gradient[i] += above * y->value.data[i];
        y->gradient[i] = above * x->value.data[i];
    }
}

/* What an operation of the tests gets as its context. */
struct way {
    void (*back)(const struct record *record);
};

static struct variable *product(struct tape *tape, struct variable *const *x, void *context)
{
    const struct way *const way = context;
    return product_with(tape, x[0], x[1], way->back);
}

static struct variable *square(struct tape *tape, struct variable *const *x, void *context)
{
    const struct way *const way = context;
    return product_with(tape, x[0], x[0], way->back);
}

static struct gradient_finding find(struct variable *(*operation)(struct tape *,
                                                                  struct variable *const *, void *),
                                    void *context, size_t inputs, struct shape shape)
{
    struct pcg32 generator = pcg32_seed(201, shape_count(shape));
    const struct tensor at[] = {{shape, random_reals(&generator, shape_count(shape))},
                                {shape, random_reals(&generator, shape_count(shape))}};
    const struct gradient_check check = {.operation = operation,
                                         .context = context,
                                         .inputs = inputs,
                                         .input = at,
                                         .backend = &naive_backend,
                                         .arena = &scratch,
                                         .seed = 1};
    return gradient_check_run(&check);
}

static struct gradient_finding find_in_product(void (*back)(const struct record *))
{
    struct way way = {back};
    return find(product, &way, 2, shape_2d(3, 5));
}

/* --- right ones pass --- */

Test(gradient_check, passes_what_is_right_at_every_shape)
{
    const struct shape shapes[] = {shape_1d(1),      shape_1d(7),       shape_2d(3, 5),
                                   shape_2d(1, 1),   shape_3d(2, 1, 3), shape_4d(2, 3, 1, 2),
                                   (struct shape){0}};
    struct way way = {right};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        const struct gradient_finding worst = find(product, &way, 2, shapes[s]);
        cr_assert(gradient_check_passed(&worst), "%s: %s", shape_to_text(shapes[s]).text,
                  gradient_check_text(&worst).text);
    }
}

Test(gradient_check, passes_an_input_that_is_used_twice)
{
    struct way way = {right};
    const struct gradient_finding worst = find(square, &way, 1, shape_2d(3, 5));
    cr_assert(gradient_check_passed(&worst), "%s", gradient_check_text(&worst).text);
}

#ifdef DESCENT_DOUBLE
Test(gradient_check, measures_to_9_digits_in_double)
{
    cr_assert_lt(find_in_product(right).error, 1e-9);
}
#endif

/* One of 900 squares changes; the digits are not lost in the sum of all. */
Test(gradient_check, measures_a_small_change_beside_a_large_sum)
{
    struct way way = {right};
    const struct gradient_finding worst = find(square, &way, 1, shape_2d(30, 30));
    cr_assert_lt(worst.error, sizeof(real) == sizeof(double) ? (real)1e-11 : (real)1e-5);
}

/* --- wrong ones fail, and at the right place --- */

Test(gradient_check, fails_a_wrong_sign)
{
    const struct gradient_finding worst = find_in_product(wrong_sign);
    cr_assert_not(gradient_check_passed(&worst));
    cr_assert_eq(worst.input, 1);
    cr_assert_lt(fabs((double)(worst.got + worst.expected)), 1e-3);
    assert_near(worst.error, 2, (real)1e-3); /* the largest element, twice its size away */
}

Test(gradient_check, fails_a_missing_term)
{
    const struct gradient_finding worst = find_in_product(missing_term);
    cr_assert_not(gradient_check_passed(&worst));
    cr_assert_eq(worst.input, 1);
    cr_assert_eq(worst.got, 0);
    assert_near(worst.error, 1, (real)1e-3);
}

Test(gradient_check, fails_a_wrong_factor)
{
    const struct gradient_finding worst = find_in_product(half);
    cr_assert_not(gradient_check_passed(&worst));
    cr_assert_eq(worst.input, 0);
    assert_near(worst.got, worst.expected / 2, (real)1e-3);
}

Test(gradient_check, fails_one_wrong_element_among_many)
{
    const struct gradient_finding worst = find_in_product(one_wrong_element);
    cr_assert_not(gradient_check_passed(&worst));
    cr_assert_eq(worst.input, 1);
    cr_assert_eq(worst.element, 7);
    assert_near(worst.got, (real)0.95 * worst.expected, (real)1e-3);
    cr_assert_not_null(strstr(gradient_check_text(&worst).text, "input 1, element (1,2): "), "%s",
                       gradient_check_text(&worst).text);
}

Test(gradient_check, fails_a_gradient_that_is_not_a_number)
{
    const struct gradient_finding worst = find_in_product(one_nan);
    cr_assert_not(gradient_check_passed(&worst));
    cr_assert_eq(worst.input, 0);
    cr_assert_eq(worst.element, 4);
    cr_assert(isnan(worst.got));
    cr_assert_not(isnan(worst.expected));
}

Test(gradient_check, fails_who_leaves_out_what_arrives_from_above)
{
    const struct gradient_finding worst = find_in_product(above_left_out);
    cr_assert_not(gradient_check_passed(&worst));
}

Test(gradient_check, fails_who_overwrites_where_an_input_is_used_twice)
{
    struct way way = {overwriting};
    const struct gradient_finding worst = find(square, &way, 1, shape_2d(3, 5));
    cr_assert_not(gradient_check_passed(&worst));
    cr_assert_not(worst.overwritten); /* a wrong number says enough */
    assert_near(worst.got, worst.expected / 2, (real)1e-3);
}

Test(gradient_check, fails_who_overwrites_where_an_input_is_used_once)
{
    const struct gradient_finding worst = find_in_product(overwriting);
    cr_assert_not(gradient_check_passed(&worst));
    cr_assert(worst.overwritten);
    cr_assert_eq(worst.input, 1);
    assert_near(worst.got, worst.expected / 2, (real)1e-3);
}

/* What is not recorded never gets a gradient. */
static struct variable *cut_off(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return multiply(tape, tape_constant(tape, x[0]->value), tape_constant(tape, x[1]->value));
}

Test(gradient_check, fails_an_output_that_does_not_lead_back)
{
    const struct gradient_finding cut = find(cut_off, NULL, 2, shape_1d(3));
    cr_assert_not(gradient_check_passed(&cut));
    cr_assert_eq(cut.got, 0);
    const struct gradient_finding silent = find_in_product(nothing);
    cr_assert_not(gradient_check_passed(&silent));
    cr_assert_eq(silent.got, 0);
}

static struct variable *nan_forward(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    struct variable *const out = product_with(tape, x[0], x[1], right);
    out->value.data[0] = REAL_NAN;
    return out;
}

Test(gradient_check, fails_an_output_that_is_not_a_number)
{
    const struct gradient_finding worst = find(nan_forward, NULL, 2, shape_1d(3));
    cr_assert_not(gradient_check_passed(&worst));
    cr_assert(isnan(worst.expected));
}

/* --- how far off is far --- */

struct scaled {
    real by;
    void (*back)(const struct record *record);
};

static struct variable *scaled_product(struct tape *tape, struct variable *const *x, void *context)
{
    const struct scaled *const scaled = context;
    real *const factor = arena_reals(tape->arena, variable_count(x[0]));
    for (size_t i = 0; i < variable_count(x[0]); i++) {
        factor[i] = scaled->by;
    }
    struct variable *const by = tape_constant(tape, tensor_view(x[0]->value.shape, factor));
    return multiply(tape, by, product_with(tape, x[0], x[1], scaled->back));
}

Test(gradient_check, judges_by_the_largest_element_of_a_gradient)
{
    const real factors[] = {(real)0.1, 1, 1000, 1000000};
    for (size_t f = 0; f < 4; f++) {
        struct scaled good = {factors[f], right}, bad = {factors[f], one_wrong_element};
        const struct gradient_finding passes = find(scaled_product, &good, 2, shape_2d(3, 5));
        cr_assert(gradient_check_passed(&passes), "%g: %s", (double)factors[f],
                  gradient_check_text(&passes).text);
        const struct gradient_finding fails = find(scaled_product, &bad, 2, shape_2d(3, 5));
        cr_assert_not(gradient_check_passed(&fails), "%g", (double)factors[f]);
        cr_assert_eq(fails.element, 7);
    }
}

/* x / 10000 + 1000: the digits in which the change of x would show are rounded away. */
static struct variable *hidden_by_rounding(struct tape *tape, struct variable *const *x,
                                           void *context)
{
    (void)context;
    real *const small = arena_reals(tape->arena, 3), *const large = arena_reals(tape->arena, 3);
    for (size_t i = 0; i < 3; i++) {
        small[i] = (real)1e-4;
        large[i] = 1000;
    }
    const struct shape shape = shape_1d(3);
    struct variable *const part =
        multiply(tape, x[0], tape_constant(tape, tensor_view(shape, small)));
    return add(tape, part, tape_constant(tape, tensor_view(shape, large)));
}

Test(gradient_check, does_not_fail_what_rounding_hides)
{
    const struct gradient_finding worst = find(hidden_by_rounding, NULL, 1, shape_1d(3));
    cr_assert(gradient_check_passed(&worst), "%s", gradient_check_text(&worst).text);
}

static struct variable *always_0(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    struct variable *const out = tape_record(tape, x[0]->value.shape, nothing, x[0], NULL, NULL);
    tensor_fill(out->value, 0);
    return out;
}

Test(gradient_check, passes_gradients_that_are_all_0)
{
    const struct gradient_finding worst = find(always_0, NULL, 1, shape_1d(3));
    cr_assert(gradient_check_passed(&worst));
    cr_assert_eq(worst.error, 0);
}

/* --- what it asks of the operation and of memory --- */

static struct variable *first_input(struct tape *tape, struct variable *const *x, void *context)
{
    (void)tape;
    (void)context;
    return x[0];
}

static struct variable *first_input_flat(struct tape *tape, struct variable *const *x,
                                         void *context)
{
    (void)context;
    return reshape(tape, x[0], shape_1d(variable_count(x[0])));
}

Test(gradient_check, takes_an_input_or_a_view_of_it_as_output)
{
    const struct gradient_finding same = find(first_input, NULL, 1, shape_2d(3, 5));
    cr_assert(gradient_check_passed(&same), "%s", gradient_check_text(&same).text);
    const struct gradient_finding view = find(first_input_flat, NULL, 1, shape_2d(3, 5));
    cr_assert(gradient_check_passed(&view), "%s", gradient_check_text(&view).text);
}

Test(gradient_check, leaves_the_inputs_and_the_arena_as_they_were)
{
    struct pcg32 generator = pcg32_seed(202, 1);
    real *const a = random_reals(&generator, 6), *const b = random_reals(&generator, 6);
    const real *const a_before = copy_reals(6, a), *const b_before = copy_reals(6, b);
    const struct tensor at[] = {{shape_2d(3, 2), a}, {shape_2d(3, 2), b}};
    struct way way = {right};
    const struct gradient_check check = {.operation = product,
                                         .context = &way,
                                         .inputs = 2,
                                         .input = at,
                                         .backend = &naive_backend,
                                         .arena = &scratch,
                                         .seed = 1};
    const size_t used = scratch.used;
    gradient_check_run(&check);
    cr_assert_eq(scratch.used, used);
    cr_assert_arr_eq(a, a_before, 6 * sizeof *a);
    cr_assert_arr_eq(b, b_before, 6 * sizeof *b);
}

Test(gradient_check, draws_what_arrives_from_above_from_the_seed)
{
    const real one = 1;
    const struct tensor at = {shape_1d(1), (real *)&one};
    struct way way = {nothing};
    struct gradient_check check = {.operation = square,
                                   .context = &way,
                                   .inputs = 1,
                                   .input = &at,
                                   .backend = &naive_backend,
                                   .arena = &scratch,
                                   .seed = 1};
    const struct gradient_finding first = gradient_check_run(&check);
    const struct gradient_finding again = gradient_check_run(&check);
    check.seed = 2;
    const struct gradient_finding other = gradient_check_run(&check);
    cr_assert_eq(again.expected, first.expected);
    cr_assert_neq(other.expected, first.expected);
}

Test(gradient_check, sees_that_above_is_not_the_same_for_all_outputs)
{
    real ones[16];
    tensor_fill(tensor_view(shape_1d(16), ones), 1);
    const struct tensor at = {shape_1d(16), ones};
    struct way way = {nothing};
    const struct gradient_finding worst = gradient_check_run(
        &(struct gradient_check){square, &way, 1, &at, &naive_backend, &scratch, 1});
    /* the gradient is 2 above[i]: were all equal, the first would be named */
    cr_assert_neq(worst.element, 0);
}

/* --- in words --- */

Test(gradient_check, text_says_where_and_by_how_much)
{
    const struct gradient_finding worst = {
        .input = 1, .element = 4, .shape = shape_2d(3, 2), .got = 0.5, .expected = 1, .error = 0.5};
    cr_assert_str_eq(gradient_check_text(&worst).text,
                     "input 1, element (2,0): the tape says 0.5, the central difference 1");
}

Test(gradient_check, text_says_what_was_overwritten)
{
    const struct gradient_finding worst = {.shape = shape_3d(1, 2, 3),
                                           .element = 5,
                                           .got = 0.5,
                                           .expected = 1,
                                           .error = 0.5,
                                           .overwritten = true};
    cr_assert_str_eq(gradient_check_text(&worst).text,
                     "input 0, element (0,1,2): after a second walk back the tape says 0.5, not 1: "
                     "what stood there was overwritten, not added to");
}
