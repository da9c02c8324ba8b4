/* Section 3.11: what dropout does to a hidden layer, in training, in evaluation and on the way back.
 *
 * The layer is the first one of a network before its training, with pixels from 0 to 1: the section
 * needs 3.11 alone.
 */
#include "03-classifier/given/lab.h"
#include "03-classifier/given/recipe.h"
#include "03-classifier/given/sections.h"
#include "autograd/tape.h"
#include "common/section.h"
#include "kernels/naive/dropout.h"

#include <stdio.h>
#include <tgmath.h>

enum { images_at_most = 256, units = 256, passes = 20, stream_of_layer = 50, stream_of_masks };

/* A hidden layer's activations, and what dropout makes of them. */
struct layer {
    size_t count;                      /* of all images and units */
    const real *x;                     /* (count) */
    real *mask, *before, *y, *dy, *dx; /* (count); `before` is the mask of the pass before */
};

static struct layer layer_of_network(struct lab *lab)
{
    struct arena *const arena = &lab->model;
    const size_t pixels = lab->images.set.rows * lab->images.set.columns;
    const size_t n =
        lab->images.set.count < images_at_most ? lab->images.set.count : images_at_most;
    struct pcg32 weights = lab_generator(lab, stream_of_layer);
    const struct image_classifier_settings settings = {
        .layers = 2, .size = {pixels, units, lab->images.set.classes}};
    struct image_classifier *const classifier =
        image_classifier_new(arena, &settings, &weights, NULL);
    struct tape tape = tape_new(arena, &lab->step, &lab->backend, 2);
    tape.recording = false;
    const struct tensor x = tensor_new(arena, shape_2d(n, pixels));
    images_to_reals(&lab->images.set, n, NULL, x.data);
    struct variable *const sums =
        linear_layer_forward(&tape, &classifier->linear[0], tape_constant(&tape, x));
    const size_t count = n * units; /* in the step's arena, which nobody resets in this section */
    return (struct layer){.count = count,
                          .x = activate(&tape, activation_relu, sums)->value.data,
                          .mask = arena_reals(arena, count),
                          .before = arena_reals(arena, count),
                          .y = arena_reals(arena, count),
                          .dy = arena_reals(arena, count),
                          .dx = arena_reals(arena, count)};
}

static real mean_of(size_t count, const real *value)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += (double)value[i];
    }
    return (real)(sum / (double)count);
}

/* What is seen at one rate. */
struct seen {
    real evaluation, training; /* mean of y */
    real dropped;              /* share of the mask's zeros, over all passes */
    real other;                /* share of elements that were dropped in one of two passes only */
    bool altered;              /* in evaluation some y is not its x */
    bool drew;                 /* in evaluation random numbers were drawn */
    size_t as_open;            /* elements whose way back is as open as their way forward */
};

static void compare_with_before(const struct layer *l, struct seen *seen, bool first)
{
    size_t zeros = 0, others = 0;
    for (size_t i = 0; i < l->count; i++) {
        zeros += l->mask[i] == 0;
        others += (l->mask[i] == 0) != (l->before[i] == 0);
        l->before[i] = l->mask[i];
    }
    seen->dropped += (real)zeros / (real)(passes * l->count);
    seen->other = first ? 0 : (real)others / (real)l->count;
}

/* Evaluation needs no generator; it gets one here, so that drawing from it is a fault to be told. */
static void evaluate(const struct layer *l, real rate, struct pcg32 *generator, struct seen *seen)
{
    const uint64_t before = generator->state;
    dropout_forward(l->count, rate, false, generator, l->x, l->mask, l->y);
    seen->drew = generator->state != before;
    seen->evaluation = mean_of(l->count, l->y);
    for (size_t i = 0; i < l->count; i++) {
        seen->altered = seen->altered || l->y[i] != l->x[i];
    }
}

/* Hands back a gradient of 1 for each y. dx, where 1 stands before, must grow by what x was multiplied
 * by. */
static size_t go_back(const struct layer *l)
{
    size_t as_open = 0;
    for (size_t i = 0; i < l->count; i++) {
        l->dy[i] = l->dx[i] = 1;
    }
    dropout_backward(l->count, l->mask, l->dy, l->dx);
    for (size_t i = 0; i < l->count; i++) {
        const real back = l->x[i] * (l->dx[i] - 1);
        as_open += fabs(back - l->y[i]) <= (real)1e-4 * fabs(l->y[i]);
    }
    return as_open;
}

static struct seen look(const struct layer *l, real rate, struct pcg32 *generator)
{
    struct seen seen = {0};
    evaluate(l, rate, generator, &seen);
    for (size_t pass = 0; pass < passes; pass++) {
        dropout_forward(l->count, rate, true, generator, l->x, l->mask, l->y);
        seen.training += mean_of(l->count, l->y) / passes;
        compare_with_before(l, &seen, pass == 0);
    }
    lab_require_finite(seen.evaluation, "the mean activation in evaluation");
    lab_require_finite(seen.training, "the mean activation in training");
    seen.as_open = go_back(l);
    return seen;
}

static void print_all(const struct layer *layer, const real *rate, const struct seen *seen,
                      size_t rates)
{
    printf("     %s activations of a hidden layer, dropped in %d passes\n",
           count_to_text(layer->count).text, passes);
    puts("                         mean activation in        other than in   expected   back as");
    puts("       rate   dropped   evaluation   training   the pass before              forward");
    for (size_t i = 0; i < rates; i++) {
        const double kept = 1 - (double)rate[i];
        printf("       %4g %7.2f %% %12.4f %10.4f %15.2f %% %8.2f %%   at %s of all\n",
               (double)rate[i], 100 * (double)seen[i].dropped, (double)seen[i].evaluation,
               (double)seen[i].training, 100 * (double)seen[i].other, 200 * (1 - kept) * kept,
               count_to_text(seen[i].as_open).text);
    }
}

/* What is wrong first; NULL when all is as it should be. */
static const char *fault_of(const struct seen *seen, real rate, size_t count)
{
    const real other = 2 * rate * (1 - rate), few = (real)0.02;
    return seen->altered                      ? "in evaluation each value should stay as it is"
           : seen->drew                       ? "in evaluation no random number should be drawn"
           : fabs(seen->dropped - rate) > few ? "the share that is dropped should be the rate"
           : fabs(seen->other - other) > few  ? "each pass should drop others than the one before"
           : fabs(seen->training / seen->evaluation - 1) > (real)0.05
               ? "the mean in training should be that in evaluation"
           : seen->as_open < count
               ? "the way back should be as open as the way forward, and add to dx"
               : NULL;
}

void show_dropout(void *context)
{
    enum { most = 3 };
    static const real usual[most] = {(real)0.2, (real)0.5, (real)0.8};
    struct lab *const lab = context;
    const bool own = lab->options.dropout > 0;
    const real *const rate = own ? &lab->options.dropout : usual;
    const size_t rates = own ? 1 : most;
    struct pcg32 masks = lab_generator(lab, stream_of_masks);
    const struct layer layer = layer_of_network(lab);
    struct seen seen[most];
    const char *fault = NULL;
    for (size_t i = 0; i < rates; i++) {
        seen[i] = look(&layer, rate[i], &masks);
        fault = fault ? fault : fault_of(&seen[i], rate[i], layer.count);
    }
    print_all(&layer, rate, seen, rates);
    if (fault) {
        printf("     But %s:\n     make grade CHECK=3.11 tells more.\n", fault);
    } else {
        puts("     What stays grew by as much as was lost: the layer behind gets as much as "
             "before, and\n"
             "     evaluation need not know of it.");
    }
}
