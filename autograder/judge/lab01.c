/* The checks of lab 01. Each starts with the handout's numbers, goes on to the smallest shapes, odd
 * ones and larger ones, with seeded random data. The expected values come from the reference's
 * worker; nothing of the reference is linked here. Mini-batches and
 * the training loop have files of their own.
 */
#include "judge/checks.h"
#include "judge/lab01_batches.h"
#include "judge/lab01_training.h"

#include <stdlib.h>
#include <string.h>

static const char handout[] = "the handout's numbers";

struct linear_shape {
    size_t n, in, out;
};

static const struct linear_shape linear_shapes[] = {{1, 1, 1}, {5, 1, 1}, {1, 3, 2}, {4, 2, 3},
                                                    {3, 5, 1}, {7, 4, 5}, {13, 9, 6}};
enum { linear_shape_count = sizeof linear_shapes / sizeof *linear_shapes };

static const size_t counts[] = {1, 2, 3, 7, 16, 33};
enum { count_count = sizeof counts / sizeof *counts };

static void check_linear_forward(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_2d(3, 1), (const real[]){1, 2, 4});
    give(&hand, "w", shape_2d(1, 1), (const real[]){2});
    give(&hand, "b", shape_1d(1), (const real[]){-1});
    check_values(check, &hand);
    for (size_t i = 0; i < linear_shape_count; i++) {
        const struct linear_shape s = linear_shapes[i];
        struct bundle request = check_case(check, "random numbers");
        give_random(check, &request, "x", shape_2d(s.n, s.in));
        give_random(check, &request, "w", shape_2d(s.out, s.in));
        give_random(check, &request, "b", shape_1d(s.out));
        check_values(check, &request);
    }
}

static void give_handout_loss(struct bundle *request)
{
    give(request, "yhat", shape_1d(3), (const real[]){1, 3, 7});
    give(request, "y", shape_1d(3), (const real[]){2, 3, 5});
}

static void check_mse_forward(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give_handout_loss(&hand);
    check_values(check, &hand);
    for (size_t i = 0; i < count_count; i++) {
        struct bundle request = check_case(check, "random numbers");
        give_random(check, &request, "yhat", shape_1d(counts[i]));
        give_random(check, &request, "y", shape_1d(counts[i]));
        check_values(check, &request);
    }
}

/* The passes that were returned must be those that were made, and the coefficients as they were, to
 * the last bit: c + epsilon - epsilon is not always c. */
static void check_passes(struct check *check, const struct bundle *request)
{
    struct bundle got;
    if (check->stopped || !check_ask(check, request, &got)) {
        return;
    }
    const struct frame *const told = bundle_find(&got, "passes"), *made = bundle_find(&got, "made");
    if (told && made && told->count == 1 && made->count == 1) {
        check_that(check, told->data[0] == made->data[0], "passes", request,
                   "It says that it made %g forward passes, but it called loss_at %g times.",
                   (double)told->data[0], (double)made->data[0]);
    }
    const struct frame *const before = bundle_find(request, "coefficients");
    const struct frame *const after = bundle_find(&got, "coefficients");
    for (size_t i = 0; i < before->count; i++) {
        check_that(
            check, before->data[i] == after->data[i], "coefficients", request,
            "coefficients[%zu] was %.17g and is now %.17g: keep the value and put it back; to "
            "subtract epsilon again leaves a rounding error.",
            i, (double)before->data[i], (double)after->data[i]);
    }
    bundle_free(&got);
}

static void check_rate_of_change(struct check *check)
{
    static const size_t sizes[] = {1, 2, 5, 9};
    struct bundle hand = check_case(check, "%s, L = c0^2 + 3 c0 c1", handout);
    give(&hand, "coefficients", shape_1d(2), (const real[]){2, 1});
    give(&hand, "square", shape_1d(2), (const real[]){1, 0});
    give(&hand, "product", shape_1d(2), (const real[]){3, 0});
    give(&hand, "cube", shape_1d(2), (const real[]){0, 0});
    give_number(&hand, "epsilon", (real)0.001);
    may_change(&hand, "coefficients");
    check_passes(check, &hand);
    check_values(check, &hand);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct bundle request = check_case(check, "a polynomial");
        give_random(check, &request, "coefficients", shape_1d(sizes[i]));
        give_random(check, &request, "square", shape_1d(sizes[i]));
        give_random(check, &request, "product", shape_1d(sizes[i]));
        give_random(check, &request, "cube", shape_1d(sizes[i]));
        give_number(&request, "epsilon", (real)0.01);
        may_change(&request, "coefficients");
        check_passes(check, &request);
        check_values(check, &request);
    }
}

static void check_least_squares(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_1d(3), (const real[]){1, 2, 4});
    give(&hand, "y", shape_1d(3), (const real[]){3, 4, 8});
    check_values(check, &hand);
    for (size_t i = 1; i < count_count; i++) {
        struct bundle request = check_case(check, "random points");
        give_random(check, &request, "x", shape_1d(counts[i]));
        give_random(check, &request, "y", shape_1d(counts[i]));
        check_values(check, &request);
    }
}

static void check_mse_backward(struct check *check)
{
    static const struct derivative by_yhat = {"dyhat", "yhat"};
    struct bundle hand = check_case(check, "%s", handout);
    give_handout_loss(&hand);
    give_number(&hand, "dloss", 1);
    give(&hand, "dyhat", shape_1d(3), (const real[]){0, 0, 0});
    may_change(&hand, "dyhat");
    check_gradients(check, &hand, "1.2", "loss", "dloss", &by_yhat, 1);
    for (size_t i = 0; i < count_count; i++) {
        struct bundle request = check_case(check, "random numbers, something stands in dyhat");
        give_random(check, &request, "yhat", shape_1d(counts[i]));
        give_random(check, &request, "y", shape_1d(counts[i]));
        give_random(check, &request, "dloss", shape_1d(1));
        give_random(check, &request, "dyhat", shape_1d(counts[i]));
        may_change(&request, "dyhat");
        check_gradients(check, &request, "1.2", "loss", "dloss", &by_yhat, 1);
    }
}

static void check_linear_gradients(struct check *check, struct bundle *request)
{
    static const struct derivative by[] = {{"dx", "x"}, {"dw", "w"}, {"db", "b"}};
    may_change(request, "dx");
    may_change(request, "dw");
    may_change(request, "db");
    check_gradients(check, request, "1.1", "y", "dy", by, 3);
}

static void check_linear_backward(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_2d(3, 1), (const real[]){1, 2, 4});
    give(&hand, "w", shape_2d(1, 1), (const real[]){2});
    give(&hand, "b", shape_1d(1), (const real[]){-1});
    give(&hand, "dy", shape_2d(3, 1), (const real[]){(real)-2 / 3, 0, (real)4 / 3});
    give(&hand, "dx", shape_2d(3, 1), (const real[]){0, 0, 0});
    give(&hand, "dw", shape_2d(1, 1), (const real[]){0});
    give(&hand, "db", shape_1d(1), (const real[]){0});
    check_linear_gradients(check, &hand);
    for (size_t i = 0; i < linear_shape_count; i++) {
        const struct linear_shape s = linear_shapes[i];
        struct bundle request = check_case(check, "random numbers, something stands in dx, dw, db");
        give_random(check, &request, "x", shape_2d(s.n, s.in));
        give_random(check, &request, "w", shape_2d(s.out, s.in));
        give_random(check, &request, "b", shape_1d(s.out));
        give_random(check, &request, "dy", shape_2d(s.n, s.out));
        give_random(check, &request, "dx", shape_2d(s.n, s.in));
        give_random(check, &request, "dw", shape_2d(s.out, s.in));
        give_random(check, &request, "db", shape_1d(s.out));
        check_linear_gradients(check, &request);
    }
}

static void check_gradient_descent(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "value", shape_1d(2), (const real[]){1, -2});
    give(&hand, "gradient", shape_1d(2), (const real[]){(real)0.5, 3});
    give_number(&hand, "rate", (real)0.1);
    may_change(&hand, "value");
    check_values(check, &hand);
    for (size_t i = 0; i < count_count; i++) {
        struct bundle request = check_case(check, "random numbers");
        give_random(check, &request, "value", shape_1d(counts[i]));
        give_random(check, &request, "gradient", shape_1d(counts[i]));
        give_number(&request, "rate", pcg32_uniform(&check->generator, (real)0.01, 1));
        may_change(&request, "value");
        check_values(check, &request);
    }
}

static void check_momentum(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "value", shape_1d(1), (const real[]){1});
    give(&hand, "previous", shape_1d(1), (const real[]){(real)0.8});
    give(&hand, "gradients", shape_2d(1, 1), (const real[]){(real)0.5});
    give_number(&hand, "rate", (real)0.1);
    give_number(&hand, "beta", (real)0.9);
    may_change(&hand, "value");
    may_change(&hand, "previous");
    check_values(check, &hand);
    for (size_t i = 0; i < count_count; i++) {
        const size_t steps = i + 1;
        struct bundle request = check_case(check, "%zu steps", steps);
        give_random(check, &request, "value", shape_1d(counts[i]));
        give_random(check, &request, "previous", shape_1d(counts[i]));
        give_random(check, &request, "gradients", shape_2d(steps, counts[i]));
        give_number(&request, "rate", pcg32_uniform(&check->generator, (real)0.01, 1));
        give_number(&request, "beta", pcg32_uniform(&check->generator, (real)0.3, (real)0.95));
        may_change(&request, "value");
        may_change(&request, "previous");
        check_values(check, &request);
    }
}

const struct exercise_check lab01_checks[] = {
    {"1.1", check_linear_forward},
    {"1.2", check_mse_forward},
    {"1.3", check_rate_of_change},
    {"1.4", check_least_squares},
    {"1.5", check_mse_backward},
    {"1.6", check_linear_backward},
    {"1.7", check_gradient_descent},
    {"1.8", check_mini_batches},
    {"1.9", check_momentum},
    {"1.10", check_training_loop},
    {NULL, NULL},
};
