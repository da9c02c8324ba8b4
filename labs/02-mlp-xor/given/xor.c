/* Sections 2.12: XOR, which one layer cannot learn, and what the activation has to do with it. */
#include "02-mlp-xor/given/course.h"
#include "02-mlp-xor/given/plane.h"
#include "02-mlp-xor/given/sections.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

enum { stream_of_layers = 2130, stream_of_starts = 2140, starts = 20, moments_kept = 500 };

static const struct plan two_layers = {.hidden = 8,
                                       .depth = 1,
                                       .activation = activation_sigmoid,
                                       .initialisation = initialisation_xavier,
                                       .rate = 1,
                                       .epochs = 1000};

/* --- one layer against two -------------------------------------------------------------------- */

struct trial {
    struct plan plan;
    struct history history;
    real *map;
};

static struct trial train_one(struct lab *lab, struct plan plan, const struct samples *points)
{
    struct classifier *const classifier = classifier_new(lab, &plan, points, stream_of_layers);
    const struct course course = {
        .epochs = plan.epochs, .wanted = points->count, .moments = moments_kept};
    const struct history history = classifier_train(lab, classifier, &course);
    history_require_kept(&history);
    return (struct trial){plan, history, plane_map(lab, classifier->learner, plane_window(points))};
}

static void say_trial(const struct trial *trial, const struct samples *points)
{
    const struct score end = history_end(&trial->history).score;
    printf("       %-20s loss %.4f, %zu of %zu right", plan_to_text(&trial->plan, points->in).text,
           (double)end.loss, end.right, points->count);
    if (trial->history.reached) {
        printf("; all right for the first time after epoch %zu", trial->history.at);
    } else if (end.right == 0 && isfinite(end.loss)) {
        printf(" (a logit of 0 is no answer)");
    }
    puts("");
}

/* Blocks: the points; for each network its plan, its losses, its map. */
static void write_trials(const struct lab *lab, const struct samples *points,
                         const struct trial *trial, size_t count)
{
    struct trace trace = lab_trace_begin(lab, "xor", NULL, "x0_or_epoch x1_or_loss value");
    plane_write_points(&trace, points);
    for (size_t i = 0; i < count; i++) {
        trace_block(&trace, "inputs, hidden units, hidden layers; activation, squared error, rate");
        plan_write(&trace, &trial[i].plan, points->in);
        trace_block(&trace, "epoch, loss, labels right");
        history_write(&trace, &trial[i].history);
        trace_block(&trace, "the probability of label 1 in the plane");
        plane_write_map(&trace, plane_window(points), trial[i].map);
    }
    lab_trace_finish(&trace);
}

void show_one_layer_against_two(void *context)
{
    struct lab *const lab = context;
    const struct samples points = plane_points(lab, "xor");
    const struct plan two = plan_with(&lab->options, two_layers);
    struct plan one = two;
    one.hidden = one.depth = 0;
    const struct trial trial[] = {train_one(lab, one, &points), train_one(lab, two, &points)};
    printf("     the four points of XOR%s, rate %g, %zu epochs:\n",
           points.in == 3 ? ", with x0 x1 as a third input" : "", (double)two.rate, two.epochs);
    say_trial(&trial[0], &points);
    if (two.depth > 0) {
        say_trial(&trial[1], &points);
    }
    if (!two.squared) {
        printf("     For comparison: ln 2 = %.4f.\n", (double)log((real)2));
    }
    write_trials(lab, &points, trial, sizeof trial / sizeof *trial);
}

/* --- activations ------------------------------------------------------------------------------ */

struct starts {
    enum activation activation;
    struct history first;  /* of the first start, all epochs long */
    real moved;            /* the largest change of a weight of its first layer */
    size_t needed[starts]; /* epochs until all labels were right; beyond all epochs: never */
    size_t solved;         /* of the starts */
};

static size_t epochs_until_solved(struct classifier *classifier, size_t epochs)
{
    while (classifier->epoch <= epochs) {
        const struct score score = classifier_score(classifier);
        if (score.right == classifier->points.count) {
            return classifier->epoch;
        }
        if (!isfinite(score.loss)) {
            break;
        }
        classifier_epoch(classifier);
    }
    return SIZE_MAX;
}

/* Trains the first start to the end, and sees how far its first layer has come. */
static void try_first(struct lab *lab, const struct plan *plan, const struct samples *points,
                      struct starts *result)
{
    const struct course course = {
        .epochs = plan->epochs, .wanted = points->count, .moments = moments_kept};
    struct classifier *const classifier = classifier_new(lab, plan, points, stream_of_starts);
    const struct variable *const w = &classifier->mlp.layer[0].w;
    const size_t count = variable_count(w);
    real *const before = arena_reals(&lab->model, count);
    memcpy(before, w->value.data, count * sizeof *before);
    result->first = classifier_train(lab, classifier, &course);
    for (size_t i = 0; i < count; i++) {
        result->moved = fmax(result->moved, fabs(w->value.data[i] - before[i]));
    }
}

static struct starts try_starts(struct lab *lab, const struct plan *plan,
                                const struct samples *points)
{
    struct starts result = {.activation = plan->activation};
    try_first(lab, plan, points, &result);
    for (size_t i = 0; i < starts; i++) {
        const size_t mark = lab->model.used;
        struct classifier *const classifier =
            classifier_new(lab, plan, points, stream_of_starts + i);
        result.needed[i] = epochs_until_solved(classifier, plan->epochs);
        result.solved += result.needed[i] <= plan->epochs;
        arena_reset(&lab->model, mark);
    }
    return result;
}

static void say_head(const struct plan *plan)
{
    printf("     %d networks each, from the same weights, at most %zu epochs at rate %g\n", starts,
           plan->epochs, (double)plan->rate);
    puts("                               epochs until all are right   the first one at the end:");
    puts("       activation     solved     fewest   median     most       loss   layer 1 moved by");
}

static int by_size(const void *a, const void *b)
{
    const size_t left = *(const size_t *)a, right = *(const size_t *)b;
    return (left > right) - (left < right);
}

static void say_starts(struct starts result)
{
    printf("       %-12s %2zu of %d", activation_name(result.activation), result.solved, starts);
    if (result.solved > 0) {
        qsort(result.needed, starts, sizeof *result.needed, by_size);
        printf("  %8zu %8zu %8zu", result.needed[0], result.needed[(result.solved - 1) / 2],
               result.needed[result.solved - 1]);
    } else {
        printf("  %8s %8s %8s", "-", "-", "-");
    }
    if (result.first.lost) {
        printf("  lost: no number after epoch %zu\n", result.first.lost_at);
    } else {
        printf("  %9.4f %10.4f\n", (double)history_end(&result.first).score.loss,
               (double)result.moved);
    }
}

/* Blocks: the plan; for each activation the losses of its first start, what it came to, and the
 * epochs that each start took. */
static void write_starts(const struct lab *lab, const struct plan *plan, size_t in,
                         const struct starts *result, size_t count)
{
    struct trace trace = lab_trace_begin(lab, "xor-activations", NULL, "x y z");
    plan_write(&trace, plan, in);
    for (size_t k = 0; k < count; k++) {
        trace_block(&trace, activation_name(result[k].activation));
        history_write(&trace, &result[k].first);
        trace_block(&trace, "activation, starts solved, how far the first one's first layer moved");
        trace_row(&trace,
                  (real[]){(real)result[k].activation, (real)result[k].solved, result[k].moved});
        trace_block(&trace, "activation, start, epochs until all labels were right");
        for (size_t i = 0; i < starts; i++) {
            const size_t needed = result[k].needed[i];
            trace_row(&trace, (real[]){(real)result[k].activation, (real)i,
                                       needed <= plan->epochs ? (real)needed : REAL_NAN});
        }
    }
    lab_trace_finish(&trace);
}

void show_activations_on_xor(void *context)
{
    struct lab *const lab = context;
    enum activation compared[] = {activation_sigmoid, activation_tanh, activation_relu,
                                  activation_none,    activation_step, activation_leaky_relu};
    enum { most = sizeof compared / sizeof *compared };
    const bool leaky =
        lab->options.has_activation && lab->options.activation == activation_leaky_relu;
    const size_t count = leaky ? most : most - 1;
    const struct samples points = plane_points(lab, "xor");
    struct plan plan = plan_with(&lab->options, two_layers);
    struct starts result[most];
    for (size_t k = 0; k < count; k++) {
        plan.activation = compared[k];
        result[k] = try_starts(lab, &plan, &points);
        if (k == 0) {
            say_head(&plan);
        }
        say_starts(result[k]);
    }
    write_starts(lab, &plan, points.in, result, count);
}
