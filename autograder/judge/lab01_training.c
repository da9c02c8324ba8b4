#include "judge/lab01_training.h"

#include "data/csv.h"
#include "data/made_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

/* What one training run is asked to do. */
struct run {
    real rate, beta;
    size_t batch, epochs, seed;
};

static void give_run(struct bundle *request, struct run run)
{
    give_number(request, "rate", run.rate);
    give_number(request, "beta", run.beta);
    give_number(request, "batch", (real)run.batch);
    give_number(request, "epochs", (real)run.epochs);
    give_number(request, "seed", (real)run.seed);
}

/* The whole data in each batch: the order of the rows changes nothing but the rounding. */
static void check_full_batch(struct check *check)
{
    struct bundle hand = check_case(check, "the handout's numbers, one full batch");
    give(&hand, "x", shape_2d(3, 1), (const real[]){1, 2, 4});
    give(&hand, "y", shape_2d(3, 1), (const real[]){2, 3, 7});
    give(&hand, "w", shape_2d(1, 1), (const real[]){0});
    give(&hand, "b", shape_1d(1), (const real[]){0});
    give_run(&hand, (struct run){(real)0.1, 0, 3, 1, 1});
    check_values(check, &hand);

    struct bundle more = check_case(check, "three epochs of one full batch");
    give_random(check, &more, "x", shape_2d(7, 1));
    give_random(check, &more, "y", shape_2d(7, 1));
    give_random(check, &more, "w", shape_2d(1, 1));
    give_random(check, &more, "b", shape_1d(1));
    give_run(&more, (struct run){(real)0.05, 0, 7, 3, 2});
    check_values(check, &more);

    struct bundle wide = check_case(check, "four inputs, two outputs, one full batch");
    give_random(check, &wide, "x", shape_2d(5, 4));
    give_random(check, &wide, "y", shape_2d(5, 2));
    give_random(check, &wide, "w", shape_2d(2, 4));
    give_random(check, &wide, "b", shape_1d(2));
    give_run(&wide, (struct run){(real)0.05, 0, 5, 2, 3});
    check_values(check, &wide);
}

/* Rows that are all equal: what remains from batch to batch shows, whatever their order. */
static void check_many_batches(struct check *check)
{
    struct bundle request = check_case(check, "six equal rows in batches of two");
    real x[6], y[6];
    for (size_t i = 0; i < 6; i++) {
        x[i] = (real)1.5;
        y[i] = (real)-0.5;
    }
    give(&request, "x", shape_2d(6, 1), x);
    give(&request, "y", shape_2d(6, 1), y);
    give_random(check, &request, "w", shape_2d(1, 1));
    give_random(check, &request, "b", shape_1d(1));
    give_run(&request, (struct run){(real)0.05, 0, 2, 2, 5});
    check_values(check, &request);
}

/* At rate 0 nothing moves, so the epoch's mean loss is the data's loss in any order: a mean that
 * counts the short batch as a full one shows. */
static void check_mean_loss(struct check *check)
{
    struct bundle request = check_case(check, "rate 0, batches of 4, 4 and 2");
    give_random(check, &request, "x", shape_2d(10, 1));
    give_random(check, &request, "y", shape_2d(10, 1));
    give_random(check, &request, "w", shape_2d(1, 1));
    give_random(check, &request, "b", shape_1d(1));
    give_run(&request, (struct run){0, 0, 4, 2, 4});
    check_values(check, &request);
}

/* The loss of y = w x + b on the data, by the reference's forward passes. */
static bool reference_loss(struct check *check, const struct bundle *data, real w, real b,
                           real *loss)
{
    struct bundle line = bundle_new("call", "1.1"), error = bundle_new("call", "1.2"), yhat, answer;
    const struct frame *const x = bundle_find(data, "x"), *const y = bundle_find(data, "y");
    bool fine = false;
    strcpy(line.note, "unrecorded"); /* it depends on what the student's training gave */
    strcpy(error.note, "unrecorded");
    give(&line, "x", x->shape, x->data);
    give(&line, "w", shape_2d(1, 1), &w);
    give(&line, "b", shape_1d(1), &b);
    if (check_ask_reference(check, &line, &yhat)) {
        give(&error, "yhat", y->shape, bundle_find(&yhat, "y")->data);
        give(&error, "y", y->shape, y->data);
        if (check_ask_reference(check, &error, &answer)) {
            *loss = bundle_find(&answer, "loss")->data[0];
            fine = true;
            bundle_free(&answer);
        }
        bundle_free(&yhat);
    }
    bundle_free(&line);
    bundle_free(&error);
    return fine;
}

/* The loss after each epoch, from the parameters that came back. */
static json_t *curve_of(struct check *check, const struct bundle *answer, real *last)
{
    const struct frame *const ws = bundle_find(answer, "ws"), *const bs = bundle_find(answer, "bs");
    json_t *const curve = json_array();
    for (size_t epoch = 0; ws && bs && epoch < ws->count && epoch < bs->count; epoch++) {
        if (!reference_loss(check, answer, ws->data[epoch], bs->data[epoch], last)) {
            break;
        }
        char text[32];
        snprintf(text, sizeof text, "%.6g", (double)*last);
        json_array_append_new(curve, json_string(text));
    }
    return curve;
}

/* A data set on which training must end near the best line's loss. */
struct convergence {
    const char *name;
    struct run run;
    real limit; /* of the loss after the last epoch, as a multiple of the best line's */
};

/* The reference's loss over 1000 seeds, as multiples of the best line's: on quiz-final median 1.03,
 * largest 1.47; on the made line 1.01 and 1.15. Training that does not learn stays above 18. */
static const struct convergence on_quiz = {"quiz-final", {(real)0.001, 0, 4, 60, 0}, (real)1.8};
static const struct convergence on_line = {"made line", {(real)0.2, 0, 16, 8, 0}, (real)1.3};

enum { seeds = 3 };

/* One seed of one data set: both train, the student's last loss must lie below the limit. */
static void check_seed(struct check *check, const struct convergence *on, const struct bundle *data,
                       size_t seed, real best, json_t *runs)
{
    struct bundle request = check_case(check, "training on %s, seed %zu", on->name, seed), mine,
                  its;
    const struct frame *const x = bundle_find(data, "x"), *const y = bundle_find(data, "y");
    struct run run = on->run;
    run.seed = seed;
    give(&request, "x", x->shape, x->data);
    give(&request, "y", y->shape, y->data);
    give(&request, "w", shape_2d(1, 1), (const real[]){0});
    give(&request, "b", shape_1d(1), (const real[]){0});
    give_run(&request, run);
    if (!check->stopped && check_ask_reference(check, &request, &its)) {
        if (check_ask(check, &request, &mine)) {
            real my_last = REAL_NAN, its_last = REAL_NAN;
            json_t *const student = curve_of(check, &mine, &my_last);
            json_t *const reference = curve_of(check, &its, &its_last);
            json_array_append_new(runs, json_pack("{s:I, s:o, s:o}", "seed", (json_int_t)seed,
                                                  "student", student, "reference", reference));
            check_that(check, my_last <= on->limit * best, "convergence", &request,
                       "After %zu epochs on %s (seed %zu) the loss is %.4g; the reference reaches "
                       "%.4g, and the best line has %.4g.",
                       run.epochs, on->name, seed, (double)my_last, (double)its_last, (double)best);
            bundle_free(&mine);
        }
        bundle_free(&its);
    }
    bundle_free(&request);
}

/* The loss of the best line: the reference's answers to 1.4, 1.1 and 1.2. */
static bool best_loss(struct check *check, const struct bundle *data, real *best)
{
    struct bundle question = bundle_new("call", "1.4"), answer;
    const struct frame *const x = bundle_find(data, "x"), *const y = bundle_find(data, "y");
    give(&question, "x", shape_1d(x->count), x->data);
    give(&question, "y", shape_1d(y->count), y->data);
    const bool asked = check_ask_reference(check, &question, &answer);
    bundle_free(&question);
    if (!asked) {
        return false;
    }
    const bool fine = reference_loss(check, data, bundle_find(&answer, "slope")->data[0],
                                     bundle_find(&answer, "offset")->data[0], best);
    bundle_free(&answer);
    return fine;
}

static void check_convergence(struct check *check, const struct convergence *on,
                              const struct bundle *data)
{
    real best;
    if (check->stopped || !best_loss(check, data, &best)) {
        return;
    }
    json_t *const runs = json_array();
    for (size_t seed = 1; seed <= seeds; seed++) {
        check_seed(check, on, data, seed, best, runs);
    }
    json_array_append_new(check->convergence,
                          json_pack("{s:s, s:s, s:s, s:f, s:o}", "name", on->name, "x", "epoch",
                                    "y", "mean squared error", "limit", (double)(on->limit * best),
                                    "runs", runs));
}

static bool load_quiz(struct check *check, struct bundle *data)
{
    char path[1024];
    struct arena arena;
    struct csv csv;
    struct message why;
    snprintf(path, sizeof path, "%s/datasets/quiz-final.csv", check->kit);
    if (arena_create(&arena, 65536, &why) != 0 || csv_read(path, &arena, &csv, &why) != 0) {
        check->stopped = true;
        check->state = state_grader_error;
        fprintf(stderr, "judge: %s\n", why.text);
        arena_destroy(&arena);
        return false;
    }
    real *const x = bundle_add(data, "x", shape_2d(csv.rows, 1))->data;
    real *const y = bundle_add(data, "y", shape_2d(csv.rows, 1))->data;
    for (size_t row = 0; row < csv.rows; row++) {
        x[row] = csv.value[row * csv.columns];
        y[row] = csv.value[row * csv.columns + 1];
    }
    arena_destroy(&arena);
    return true;
}

static void load_line(struct bundle *data)
{
    enum { points = 300 };
    struct pcg32 generator = pcg32_seed(1, 1);
    real *const x = bundle_add(data, "x", shape_2d(points, 1))->data;
    made_line(points, &generator, x, bundle_add(data, "y", shape_2d(points, 1))->data);
}

void check_training_loop(struct check *check)
{
    struct bundle quiz = bundle_new("data", "1.10"), line = bundle_new("data", "1.10");
    if (check->cases != cases_convergence_alone) {
        check_full_batch(check);
        check_many_batches(check);
        check_mean_loss(check);
    }
    if (!check->stopped && check->cases != cases_without_convergence && load_quiz(check, &quiz)) {
        load_line(&line);
        check_convergence(check, &on_quiz, &quiz);
        check_convergence(check, &on_line, &line);
    }
    bundle_free(&quiz);
    bundle_free(&line);
}
