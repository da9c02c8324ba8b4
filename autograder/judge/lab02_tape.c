/* Operations on the tape. Every function is judged alone: a forward function by its value and the record that it
 * leaves, a backward function by what it adds to the gradients of a record of the driver's own.
 */
#include "judge/lab02_tape.h"

#include <stdio.h>
#include <string.h>

static const char handout[] = "the handout's numbers";
static const real zeros[4] = {0, 0, 0, 0};

/* What a record should hold. */
struct wanted_record {
    const char *words, *backward, *input[3];
};

/* Says what is wrong with the one record; `recorded` as the driver in worker/lab02_tape.c has it. */
static void see_record(struct check *check, const struct bundle *request, real recorded,
                       const struct wanted_record *record)
{
    static const char subject[] = "recorded";
    if (recorded == 3) {
        check_that(check, false, subject, request,
                   "The record's backward function is not %s: the tape should hold one record, %s.",
                   record->backward, record->words);
    } else if (recorded >= 10 && recorded < 10 + 125) {
        size_t standing = (size_t)recorded - 10, at = 0;
        while (at < 2 && standing % 5 == at) {
            standing /= 5;
            at++;
        }
        const char *const names[] = {record->input[0], record->input[1], record->input[2], "NULL",
                                     "another variable"};
        check_that(check, false, subject, request,
                   "The record's input %zu is %s, and should be %s: the tape should hold one "
                   "record, %s.",
                   at, names[standing % 5], names[at], record->words);
    } else {
        check_that(check, recorded == 1, subject, request,
                   recorded == 0 ? "The tape holds no record: it should hold %s."
                                 : "The tape should hold one record, %s.",
                   record->words);
    }
}

/* Compares the output's value, and looks at what was left on the tape. Frees the request. */
static void check_operation(struct check *check, struct bundle *request, real records,
                            const struct wanted_record *record)
{
    struct bundle got;
    if (check_ask(check, request, &got)) {
        const real recorded = number_in(&got, "recorded");
        if (records == 0) {
            check_that(check, recorded == 0, "recorded", request,
                       "Nobody wants a gradient here, but the tape holds a record: leave that to "
                       "tape_record.");
        } else {
            see_record(check, request, recorded, record);
        }
        bundle_free(&got);
    }
    check_values(check, request);
}

/* --- 2.4: sum and product --------------------------------------------------------------------- */

/* One of the two operations: the drivers of its functions, and their names. */
struct operation {
    const char *part, *forward, *backward;
    struct wanted_record record;
    char driver, backward_driver;
};

static const struct operation sum = {
    "sum",
    "add",
    "add_backward",
    {"with add_backward and the inputs x and y", "add_backward", {"x", "y", "NULL"}},
    'a',
    'b'};
static const struct operation product = {
    "product",
    "multiply",
    "multiply_backward",
    {"with multiply_backward and the inputs x and y", "multiply_backward", {"x", "y", "NULL"}},
    'c',
    'd'};

static const struct {
    size_t rows, columns;
} element_shapes[] = {{1, 1}, {1, 4}, {3, 2}, {5, 7}};
enum { element_shape_count = sizeof element_shapes / sizeof *element_shapes };

/* Who wants a gradient. */
enum wanted { by_both, by_x, by_y, by_none };
static const char *const wanted_in_words[] = {"random numbers", "y is data: its gradient is NULL",
                                              "x is data: its gradient is NULL",
                                              "both are data: their gradients are NULL"};

static void give_operand(struct check *check, struct bundle *request, const char *name,
                         const char *gradient, struct shape shape, bool wants_gradient)
{
    give_random(check, request, name, shape);
    if (wants_gradient) {
        give_random(check, request, gradient, shape);
    }
}

/* x, y and the gradients that are wanted, with random numbers standing in all of them. */
static void give_operands(struct check *check, struct bundle *request, struct shape shape,
                          enum wanted wanted)
{
    give_operand(check, request, "x", "dx", shape, wanted == by_both || wanted == by_x);
    give_operand(check, request, "y", "dy", shape, wanted == by_both || wanted == by_y);
}

static void check_operation_forward(struct check *check, const struct operation *operation)
{
    struct bundle hand = check_case_of(check, operation->driver, "%s", handout);
    const bool is_sum = operation == &sum;
    give(&hand, "x", shape_1d(1), (const real[]){is_sum ? 1 : 3});
    give(&hand, "y", shape_1d(1), (const real[]){is_sum ? 2 : -4});
    give(&hand, "dx", shape_1d(1), zeros);
    give(&hand, "dy", shape_1d(1), zeros);
    check_operation(check, &hand, 1, &operation->record);
    for (size_t i = 0; i < element_shape_count; i++) {
        const struct shape shape = shape_2d(element_shapes[i].rows, element_shapes[i].columns);
        struct bundle request =
            check_case_of(check, operation->driver, "%s", wanted_in_words[by_both]);
        give_operands(check, &request, shape, by_both);
        check_operation(check, &request, 1, &operation->record);
    }
    for (enum wanted wanted = by_x; wanted <= by_none; wanted++) {
        struct bundle request =
            check_case_of(check, operation->driver, "%s", wanted_in_words[wanted]);
        give_operands(check, &request, shape_1d(3), wanted);
        check_operation(check, &request, wanted == by_none ? 0 : 1, &operation->record);
    }
    struct bundle twice = check_case_of(check, operation->driver, "x and x: both are one variable");
    give_operand(check, &twice, "x", "dx", shape_1d(3), true);
    check_operation(check, &twice, 1, &operation->record);
}

/* What the backward function finds in the record's output: its value, from the reference's worker, and
 * its gradient. */
static void give_output(struct check *check, struct bundle *request,
                        const struct operation *operation, const real *dout)
{
    struct bundle question = check_case_of(check, operation->driver, "%s", request->note), answer;
    const struct frame *const x = bundle_find(request, "x"), *const y = bundle_find(request, "y");
    give(&question, "x", x->shape, x->data);
    if (y) {
        give(&question, "y", y->shape, y->data);
    }
    if (!check_is_over(check) && check_ask_reference(check, &question, &answer)) {
        give(request, "out", x->shape, bundle_find(&answer, "out")->data);
        bundle_free(&answer);
    }
    bundle_free(&question);
    if (dout) {
        give(request, "dout", x->shape, dout);
    } else {
        give_random(check, request, "dout", x->shape);
    }
}

/* Compares the gradients that were sent. Frees the request. */
static void check_operation_gradients(struct check *check, struct bundle *request, char forward)
{
    static const struct derivative all[] = {{"dx", "x"}, {"dy", "y"}, {"dz", "z"}};
    struct derivative by[3];
    char driver[sizeof check->exercise->id + 1];
    size_t count = 0;
    snprintf(driver, sizeof driver, "%s%c", check->exercise->id, forward);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (bundle_find(request, all[i].gradient)) {
            may_change(request, all[i].gradient);
            by[count++] = all[i];
        }
    }
    check_gradients(check, request, driver, "out", "dout", by, count);
}

static void check_operation_backward(struct check *check, const struct operation *operation)
{
    const bool is_sum = operation == &sum;
    struct bundle hand = check_case_of(check, operation->backward_driver, "%s", handout);
    give(&hand, "x", shape_1d(1), (const real[]){is_sum ? 1 : 3});
    give(&hand, "dx", shape_1d(1), zeros);
    give(&hand, "y", shape_1d(1), (const real[]){is_sum ? 2 : -4});
    give(&hand, "dy", shape_1d(1), zeros);
    give_output(check, &hand, operation, (const real[]){is_sum ? -4 : 1});
    check_operation_gradients(check, &hand, operation->driver);
    struct bundle twice = check_case_of(check, operation->backward_driver,
                                        "%s: x and x, both are one variable", handout);
    give(&twice, "x", shape_1d(1), (const real[]){3});
    give(&twice, "dx", shape_1d(1), zeros);
    give_output(check, &twice, operation, (const real[]){1});
    check_operation_gradients(check, &twice, operation->driver);
    for (size_t i = 0; i < element_shape_count; i++) {
        for (enum wanted wanted = by_both; wanted <= by_y; wanted++) {
            const struct shape shape = shape_2d(element_shapes[i].rows, element_shapes[i].columns);
            struct bundle request =
                check_case_of(check, operation->backward_driver, "%s", wanted_in_words[wanted]);
            give_operands(check, &request, shape, wanted);
            give_output(check, &request, operation, NULL);
            check_operation_gradients(check, &request, operation->driver);
        }
    }
}

/* Sum and product together, walked back by the driver. */
static void check_both(struct check *check)
{
    struct bundle hand = check_case_of(check, 'e', "%s, out = (x + y) z", handout);
    give(&hand, "x", shape_1d(1), (const real[]){1});
    give(&hand, "y", shape_1d(1), (const real[]){2});
    give(&hand, "z", shape_1d(1), (const real[]){-4});
    give(&hand, "dout", shape_1d(1), (const real[]){1});
    give(&hand, "dx", shape_1d(1), zeros);
    give(&hand, "dy", shape_1d(1), zeros);
    give(&hand, "dz", shape_1d(1), zeros);
    check_operation_gradients(check, &hand, 'e');
    struct bundle square = check_case_of(check, 'e', "s = x + y, out = s s: the sum is used twice");
    give_operands(check, &square, shape_2d(2, 3), by_both);
    give_random(check, &square, "dout", shape_2d(2, 3));
    check_operation_gradients(check, &square, 'e');
}

void check_arithmetic(struct check *check)
{
    check_section(check, sum.part, sum.forward);
    check_operation_forward(check, &sum);
    check_section(check, sum.part, sum.backward);
    check_operation_backward(check, &sum);
    check_section(check, product.part, product.forward);
    check_operation_forward(check, &product);
    check_section(check, product.part, product.backward);
    check_operation_backward(check, &product);
    if (check_part_passed(check, sum.part) && check_part_passed(check, product.part)) {
        check_both(check);
    }
}

/* --- 2.7: the linear layer -------------------------------------------------------------------- */

static const struct layer_shape {
    size_t n, in, out;
} layers[] = {{1, 1, 1}, {1, 3, 2}, {4, 2, 3}, {3, 5, 1}, {6, 3, 3}, {7, 4, 5}, {13, 9, 6}};
enum { layer_count = sizeof layers / sizeof *layers };

static const struct wanted_record layer_record = {
    "with linear_layer_backward and the inputs x, &layer->w and &layer->b, in this order",
    "linear_layer_backward",
    {"x", "w", "b"}};

static void give_hand_layer(struct bundle *request)
{
    give(request, "x", shape_2d(2, 2), (const real[]){1, 2, 3, -1});
    give(request, "w", shape_2d(1, 2), (const real[]){(real)0.5, 2});
    give(request, "b", shape_1d(1), (const real[]){1});
    give(request, "dx", shape_2d(2, 2), zeros);
    give(request, "dw", shape_2d(1, 2), zeros);
    give(request, "db", shape_1d(1), zeros);
}

static void give_layer(struct check *check, struct bundle *request, struct layer_shape s,
                       bool x_is_data)
{
    give_operand(check, request, "x", "dx", shape_2d(s.n, s.in), !x_is_data);
    give_operand(check, request, "w", "dw", shape_2d(s.out, s.in), true);
    give_operand(check, request, "b", "db", shape_1d(s.out), true);
}

static void check_layer_forward(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give_hand_layer(&hand);
    check_operation(check, &hand, 1, &layer_record);
    for (size_t i = 0; i < layer_count; i++) {
        const bool x_is_data = i % 2 == 1;
        struct bundle request = check_case(
            check, "%s", x_is_data ? "x is data: its gradient is NULL" : "random numbers");
        give_layer(check, &request, layers[i], x_is_data);
        check_operation(check, &request, 1, &layer_record);
    }
}

/* Compares the gradients that were sent. Frees the request. */
static void check_layer_gradients(struct check *check, struct bundle *request, const char *forward)
{
    static const struct derivative by[] = {{"dw", "w"}, {"db", "b"}, {"dx", "x"}};
    const bool with_x = bundle_find(request, "dx");
    for (size_t i = 0; i < (with_x ? 3 : 2); i++) {
        may_change(request, by[i].gradient);
    }
    check_gradients(check, request, forward, "y", "dy", by, with_x ? 3 : 2);
}

/* The output as the reference has it: the backward function may look at its value. */
static void give_layer_output(struct check *check, struct bundle *request)
{
    struct bundle question = bundle_copy(request), answer;
    strcpy(question.exercise, check->exercise->id);
    if (!check_is_over(check) && check_ask_reference(check, &question, &answer)) {
        const struct frame *const y = bundle_find(&answer, "y");
        give(request, "y", y->shape, y->data);
        bundle_free(&answer);
    }
    bundle_free(&question);
}

static void check_layer_backward(struct check *check)
{
    struct bundle hand = check_case_of(check, 'b', "%s", handout);
    give_hand_layer(&hand);
    give_layer_output(check, &hand);
    give(&hand, "dy", shape_2d(2, 1), (const real[]){1, 2});
    check_layer_gradients(check, &hand, "2.7");
    for (size_t i = 0; i < layer_count; i++) {
        const bool x_is_data = i % 2 == 1;
        struct bundle request = check_case_of(
            check, 'b', "%s",
            x_is_data ? "x is data: its gradient is NULL; something stands in dw and db"
                      : "random numbers, something stands in dx, dw, db");
        give_layer(check, &request, layers[i], x_is_data);
        give_layer_output(check, &request);
        give_random(check, &request, "dy", shape_2d(layers[i].n, layers[i].out));
        check_layer_gradients(check, &request, "2.7");
    }
}

static void check_layer_twice(struct check *check)
{
    struct bundle request = check_case_of(check, 'c', "layer(layer(x)): one layer is used twice");
    give_layer(check, &request, (struct layer_shape){4, 3, 3}, false);
    give_random(check, &request, "dy", shape_2d(4, 3));
    check_layer_gradients(check, &request, "2.7c");
}

void check_linear_layer(struct check *check)
{
    check_section(check, "forward", "linear_layer_forward");
    check_layer_forward(check);
    check_section(check, "backward", "linear_layer_backward");
    check_layer_backward(check);
    if (check_part_passed(check, "forward") && check_part_passed(check, "backward")) {
        check_layer_twice(check);
    }
}
