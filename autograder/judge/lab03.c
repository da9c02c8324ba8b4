/* The checks of lab 03: softmax cross-entropy and batch norm. Each starts with the handout's numbers,
 * goes on to the smallest shapes, odd ones and larger ones, with seeded random data. What a backward
 * function is given of the forward one's output comes from the reference's worker: each of the two is
 * judged alone. The other exercises have files of their own.
 */
#include "judge/lab03.h"

#include "judge/checks.h"

#include <math.h>
#include <string.h>

static const char handout[] = "the handout's numbers";

/* --- 3.3 and 3.4: softmax cross-entropy ------------------------------------------------------- */

static const struct loss_shape {
    size_t n, classes;
} loss_shapes[] = {{1, 1}, {1, 2}, {1, 5}, {2, 3}, {3, 1}, {5, 2}, {7, 10}, {33, 4}};
enum { loss_shape_count = sizeof loss_shapes / sizeof *loss_shapes };

static const real hand_weight[] = {1, 2, 4};

static void give_hand_rows(struct bundle *request)
{
    const real z[] = {0, (real)log(2), (real)log(5), (real)log(3), 0, 0};
    give(request, "z", shape_2d(2, 3), z);
    give(request, "y", shape_1d(2), (const real[]){2, 1});
}

/* True classes of n rows. */
static void give_classes(struct check *check, struct bundle *request, struct loss_shape s)
{
    real *const y = bundle_add(request, "y", shape_1d(s.n))->data;
    for (size_t i = 0; i < s.n; i++) {
        y[i] = (real)pcg32_below(&check->generator, (uint32_t)s.classes);
    }
}

static void give_weights(struct check *check, struct bundle *request, size_t classes)
{
    real *const weight = bundle_add(request, "weight", shape_1d(classes))->data;
    for (size_t c = 0; c < classes; c++) {
        weight[c] = pcg32_uniform(&check->generator, (real)0.2, 3);
    }
}

static void give_rows(struct check *check, struct bundle *request, struct loss_shape s,
                      bool with_weights)
{
    give_random(check, request, "z", shape_2d(s.n, s.classes));
    give_classes(check, request, s);
    if (with_weights) {
        give_weights(check, request, s.classes);
    }
}

static const char *weights_in_words(bool with_weights)
{
    return with_weights ? "random numbers, class weights" : "random numbers, weight is NULL";
}

/* Moves the rows of z up and down, each by its own: the softmax stays what it is. */
static void shift_rows(struct bundle *request, const real *by, size_t count)
{
    struct frame *const z = bundle_find(request, "z");
    const size_t n = z->shape.size[0], classes = z->shape.size[1];
    for (size_t i = 0; i < n * classes; i++) {
        z->data[i] += by[i / classes % count];
    }
}

static const real shifts[] = {1000, -1000, 0, 30};
enum { shift_count = sizeof shifts / sizeof *shifts };

/* Rows whose answer is sure, rightly and wrongly: one alone, or a small loss would hide. */
static const struct sure_row {
    real z[3], y;
} sure_rows[] = {{{1000, 0, -1000}, 0}, {{1000, 0, -1000}, 2}, {{-1000, -1001, -1000}, 1},
                 {{40, 0, 0}, 0},       {{0, 40, 0}, 2},       {{-720, 720, 0}, 2}};
enum { sure_count = sizeof sure_rows / sizeof *sure_rows };

static void give_sure_row(struct bundle *request, const struct sure_row *row)
{
    give(request, "z", shape_2d(1, 3), row->z);
    give(request, "y", shape_1d(1), &row->y);
}

static void check_loss_by_hand(struct check *check)
{
    struct bundle hand = check_case(check, "%s, weight is NULL", handout);
    give_hand_rows(&hand);
    check_values(check, &hand);
    struct bundle weighted = check_case(check, "%s, class weights", handout);
    give_hand_rows(&weighted);
    give(&weighted, "weight", shape_1d(3), hand_weight);
    check_values(check, &weighted);
    struct bundle far = check_case(check, "%s, one row far above the other", handout);
    give(&far, "z", shape_2d(2, 2), (const real[]){0, 0, 1000, 1000});
    give(&far, "y", shape_1d(2), (const real[]){0, 1});
    check_values(check, &far);
    struct bundle thousand = check_case(check, "%s, a loss of 1000", handout);
    give_sure_row(&thousand, &(struct sure_row){{1000, 0, -1000}, 1});
    check_values(check, &thousand);
}

static void check_softmax_forward(struct check *check)
{
    check_loss_by_hand(check);
    for (size_t i = 0; i < 2 * loss_shape_count; i++) {
        struct bundle request = check_case(check, "%s", weights_in_words(i % 2 == 1));
        give_rows(check, &request, loss_shapes[i / 2], i % 2 == 1);
        check_values(check, &request);
    }
    struct bundle shifted = check_case(check, "rows shifted by 1000, -1000, 0 and 30");
    give_rows(check, &shifted, (struct loss_shape){4, 5}, true);
    shift_rows(&shifted, shifts, shift_count);
    check_values(check, &shifted);
    struct bundle equal = check_case(check, "all logits equal");
    give(&equal, "z", shape_2d(2, 4), (const real[]){3, 3, 3, 3, -7, -7, -7, -7});
    give(&equal, "y", shape_1d(2), (const real[]){0, 3});
    check_values(check, &equal);
    for (size_t i = 0; i < sure_count; i++) {
        struct bundle request = check_case(check, "a sure answer");
        give_sure_row(&request, &sure_rows[i]);
        check_values(check, &request);
    }
}

static void check_logit_gradients(struct check *check, struct bundle *request)
{
    static const struct derivative by_z = {"dz", "z"};
    may_change(request, "dz");
    check_gradients(check, request, "3.3", "loss", "dloss", &by_z, 1);
}

static void check_slope_by_hand(struct check *check)
{
    for (size_t i = 0; i < 2; i++) {
        struct bundle hand =
            check_case(check, "%s, %s", handout, i == 0 ? "weight is NULL" : "class weights");
        give_hand_rows(&hand);
        if (i == 1) {
            give(&hand, "weight", shape_1d(3), hand_weight);
        }
        give_number(&hand, "dloss", 1);
        give_zeros(&hand, "dz", shape_2d(2, 3));
        check_logit_gradients(check, &hand);
    }
}

/* Far from 0 a difference is too coarse to measure by: there the reference's values are compared. */
static void check_far_slopes(struct check *check)
{
    struct bundle shifted = check_case(check, "rows shifted by 1000, -1000, 0 and 30");
    give_rows(check, &shifted, (struct loss_shape){4, 5}, true);
    shift_rows(&shifted, shifts, shift_count);
    give_random(check, &shifted, "dloss", shape_1d(1));
    give_random(check, &shifted, "dz", shape_2d(4, 5));
    may_change(&shifted, "dz");
    check_values(check, &shifted);
    for (size_t i = 0; i < sure_count; i++) {
        struct bundle request = check_case(check, "a sure answer");
        give_sure_row(&request, &sure_rows[i]);
        give_number(&request, "dloss", 1);
        give_zeros(&request, "dz", shape_2d(1, 3));
        may_change(&request, "dz");
        check_values(check, &request);
    }
}

static void check_softmax_backward(struct check *check)
{
    check_slope_by_hand(check);
    for (size_t i = 0; i < 2 * loss_shape_count; i++) {
        const struct loss_shape s = loss_shapes[i / 2];
        struct bundle request =
            check_case(check, "%s, something stands in dz", weights_in_words(i % 2 == 1));
        give_rows(check, &request, s, i % 2 == 1);
        give_random(check, &request, "dloss", shape_1d(1));
        give_random(check, &request, "dz", shape_2d(s.n, s.classes));
        check_logit_gradients(check, &request);
    }
    check_far_slopes(check);
}

/* --- 3.12 and 3.13: batch norm ---------------------------------------------------------------- */

static const struct norm_shape {
    size_t batches, n, features;
} norm_shapes[] = {{1, 1, 1}, {1, 1, 3}, {1, 2, 1}, {1, 3, 3}, {2, 5, 2}, {3, 7, 4}, {2, 13, 5}};
enum { norm_shape_count = sizeof norm_shapes / sizeof *norm_shapes };

static const real hand_gamma[] = {2, 3}, hand_beta[] = {10, 1};

/* A number from low to high. */
static void give_between(struct check *check, struct bundle *request, const char *name,
                         struct shape shape, real low, real high)
{
    struct frame *const frame = bundle_add(request, name, shape);
    for (size_t i = 0; i < frame->count; i++) {
        frame->data[i] = pcg32_uniform(&check->generator, low, high);
    }
}

/* What the layer knows, but for its running statistics. An epsilon as large as the small ones of these
 * variances shows where it stands. */
static void give_norm(struct check *check, struct bundle *request, size_t features)
{
    give_random(check, request, "gamma", shape_1d(features));
    give_random(check, request, "beta", shape_1d(features));
    give_between(check, request, "epsilon", shape_1d(1), (real)0.1, (real)0.5);
    give_between(check, request, "momentum", shape_1d(1), (real)0.05, (real)0.4);
}

static void give_hand_norm(struct bundle *request)
{
    give(request, "gamma", shape_1d(2), hand_gamma);
    give(request, "beta", shape_1d(2), hand_beta);
    give_number(request, "epsilon", 3);
    give_number(request, "momentum", (real)0.25);
}

static void give_running(struct check *check, struct bundle *request, size_t features)
{
    give_random(check, request, "running_mean", shape_1d(features));
    give_between(check, request, "running_variance", shape_1d(features), (real)0.3, 3);
}

static const real hand_batch[] = {0, 10, 3, 4, 6, 7};

/* Compares y, what is kept for the way back, and the running statistics. Frees the request. */
static void check_train(struct check *check, struct bundle *request)
{
    may_change(request, "running_mean");
    may_change(request, "running_variance");
    check_values(check, request);
}

static void check_norm_training(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_3d(1, 3, 2), hand_batch);
    give_hand_norm(&hand);
    give(&hand, "running_mean", shape_1d(2), (const real[]){1, 0});
    give(&hand, "running_variance", shape_1d(2), (const real[]){1, 5});
    check_train(check, &hand);
    for (size_t i = 0; i < norm_shape_count; i++) {
        const struct norm_shape s = norm_shapes[i];
        struct bundle request = check_case(check, "random numbers, %zu batch%s in a row", s.batches,
                                           s.batches == 1 ? "" : "es");
        give_random(check, &request, "x", shape_3d(s.batches, s.n, s.features));
        give_norm(check, &request, s.features);
        give_running(check, &request, s.features);
        check_train(check, &request);
    }
    struct bundle equal = check_case(check, "a feature that is equal in all rows, usual settings");
    give(&equal, "x", shape_3d(1, 4, 2), (const real[]){5, 1, 5, 2, 5, 3, 5, 5});
    give(&equal, "gamma", shape_1d(2), hand_gamma);
    give(&equal, "beta", shape_1d(2), hand_beta);
    give_number(&equal, "epsilon", (real)1e-5);
    give_number(&equal, "momentum", (real)0.1);
    give_zeros(&equal, "running_mean", shape_1d(2));
    give(&equal, "running_variance", shape_1d(2), (const real[]){1, 1});
    check_train(check, &equal);
}

static void check_norm_evaluation(struct check *check)
{
    struct bundle hand = check_case_of(check, 'b', "%s", handout);
    give(&hand, "x", shape_2d(2, 2), (const real[]){8, 5, -1, -10});
    give_hand_norm(&hand);
    give(&hand, "running_mean", shape_1d(2), (const real[]){2, 0});
    give(&hand, "running_variance", shape_1d(2), (const real[]){6, 22});
    check_values(check, &hand);
    for (size_t i = 0; i < norm_shape_count; i++) {
        const struct norm_shape s = norm_shapes[i];
        struct bundle request = check_case_of(check, 'b', "random numbers");
        give_random(check, &request, "x", shape_2d(s.n, s.features));
        give_norm(check, &request, s.features);
        give_running(check, &request, s.features);
        check_values(check, &request);
    }
}

static void check_batch_norm(struct check *check)
{
    check_section(check, "train", "batch_norm_train");
    check_norm_training(check);
    check_section(check, "evaluate", "batch_norm_evaluate");
    check_norm_evaluation(check);
}

/* Adds xhat and deviation, what the reference's forward function makes of the request's x. */
static void give_kept(struct check *check, struct bundle *request)
{
    struct bundle question = bundle_new("call", "3.12"), answer;
    const struct frame *const x = bundle_find(request, "x");
    const size_t n = x->shape.size[0], features = x->shape.size[1];
    static const char *const settings[] = {"gamma", "beta", "epsilon", "momentum"};
    give(&question, "x", shape_3d(1, n, features), x->data);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const struct frame *const frame = bundle_find(request, settings[i]);
        give(&question, frame->name, frame->shape, frame->data);
    }
    give_zeros(&question, "running_mean", shape_1d(features));
    give_zeros(&question, "running_variance", shape_1d(features));
    if (!check_is_over(check) && check_ask_reference(check, &question, &answer)) {
        give(request, "xhat", x->shape, bundle_find(&answer, "xhat")->data);
        give(request, "deviation", shape_1d(features), bundle_find(&answer, "deviation")->data);
        bundle_free(&answer);
    }
    bundle_free(&question);
}

static void check_norm_gradients(struct check *check, struct bundle *request)
{
    static const struct derivative by[] = {{"dbeta", "beta"}, {"dgamma", "gamma"}, {"dx", "x"}};
    give_kept(check, request);
    for (size_t i = 0; i < 3; i++) {
        may_change(request, by[i].gradient);
    }
    check_gradients(check, request, "3.12c", "y", "dy", by, 3);
}

static void check_batch_norm_backward(struct check *check)
{
    check_section(check, NULL, "batch_norm_backward");
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_2d(3, 2), hand_batch);
    give_hand_norm(&hand);
    give(&hand, "dy", shape_2d(3, 2), (const real[]){1, 5, 2, 5, 4, 5});
    give_zeros(&hand, "dx", shape_2d(3, 2));
    give_zeros(&hand, "dgamma", shape_1d(2));
    give_zeros(&hand, "dbeta", shape_1d(2));
    check_norm_gradients(check, &hand);
    for (size_t i = 0; i < norm_shape_count; i++) {
        const size_t n = norm_shapes[i].n, features = norm_shapes[i].features;
        struct bundle request =
            check_case(check, "random numbers, something stands in dx, dgamma, dbeta");
        give_random(check, &request, "x", shape_2d(n, features));
        give_norm(check, &request, features);
        give_random(check, &request, "dy", shape_2d(n, features));
        give_random(check, &request, "dx", shape_2d(n, features));
        give_random(check, &request, "dgamma", shape_1d(features));
        give_random(check, &request, "dbeta", shape_1d(features));
        check_norm_gradients(check, &request);
    }
}

const struct exercise_check lab03_checks[] = {
    {"3.1", check_standardise},
    {"3.2", check_split},
    {"3.3", check_softmax_forward},
    {"3.4", check_softmax_backward},
    {"3.5", check_metrics},
    {"3.6", check_early_stopping},
    {"3.7", check_adagrad},
    {"3.8", check_rmsprop},
    {"3.9", check_adam},
    {"3.10", check_adamw},
    {"3.11", check_dropout},
    {"3.12", check_batch_norm},
    {"3.13", check_batch_norm_backward},
    {NULL, NULL},
};
