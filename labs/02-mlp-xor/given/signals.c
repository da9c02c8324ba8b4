/* Sections 2.10 and 2.11: how large a signal is behind each of ten layers, by how their weights were
 * drawn.
 *
 * The size is the root of the mean square, over all units, rows and networks. The layers and their
 * activations are computed by given kernels, so that these sections need only 2.10 and 2.11.
 */
#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/sections.h"

#include "kernels/fast/fast.h"
#include "layers/initialisation.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { layers = 10, units = 64, batch = 64, networks = 10, stream_of_signals = 31 };

struct start {
    const char *name; /* "Xavier" */
    real factor;      /* of the student's weights */
};

struct kind {
    const char *trace;
    void (*initialise)(size_t in, size_t out, struct pcg32 *generator, real *w);
    void (*activation)(size_t count, const real *x, real *y);
    size_t starts;
    struct start start[3];
};

/* What comes out behind each layer; [0] is what goes in. */
struct signal {
    real size[layers + 1];
    real beyond; /* share of the last layer's values beyond +-0.99, where tanh is flat */
};

static real mean_square(size_t count, const real *value)
{
    real sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += value[i] * value[i];
    }
    return sum / (real)count;
}

static real share_beyond(real limit, size_t count, const real *value)
{
    size_t beyond = 0;
    for (size_t i = 0; i < count; i++) {
        beyond += fabs(value[i]) > limit;
    }
    return (real)beyond / (real)count;
}

/* Weights for one layer, as the student's function draws them, times the factor. */
static void draw_weights(const struct kind *kind, real factor, struct pcg32 *generator, real *w)
{
    kind->initialise(units, units, generator, w);
    for (size_t i = 0; i < units * units; i++) {
        lab_require_finite(w[i], "a weight");
        w[i] *= factor;
    }
}

/* Adds one network's mean squares to the signal's. */
static void follow_one(struct lab *lab, const struct kind *kind, real factor,
                       struct pcg32 *generator, struct signal *signal)
{
    const size_t mark = lab->model.used, count = batch * units;
    real *const w = arena_reals(&lab->model, units * units);
    real *const b = arena_reals(&lab->model, units);
    real *const x = arena_reals(&lab->model, count), *const y = arena_reals(&lab->model, count);
    const real limit = sqrt((real)3); /* of a variance of 1 */
    memset(b, 0, units * sizeof *b);
    for (size_t i = 0; i < count; i++) {
        x[i] = pcg32_uniform(generator, -limit, limit);
    }
    signal->size[0] += mean_square(count, x) / networks;
    for (size_t layer = 1; layer <= layers; layer++) {
        draw_weights(kind, factor, generator, w);
        lab->backend.linear_forward(batch, units, units, x, w, b, y);
        kind->activation(count, y, x);
        signal->size[layer] += mean_square(count, x) / networks;
    }
    signal->beyond += share_beyond((real)0.99, count, x) / networks;
    arena_reset(&lab->model, mark);
}

static struct signal follow(struct lab *lab, const struct kind *kind, real factor)
{
    struct signal signal = {{0}, 0};
    struct pcg32 generator = lab_generator(lab, stream_of_signals);
    for (size_t i = 0; i < networks; i++) {
        follow_one(lab, kind, factor, &generator, &signal);
    }
    for (size_t layer = 0; layer <= layers; layer++) {
        signal.size[layer] = sqrt(signal.size[layer]);
    }
    return signal;
}

/* How large one layer's weights came out, and what the rule wants. */
static void say_weights(struct lab *lab, const struct kind *kind, size_t in, size_t out,
                        real variance)
{
    struct pcg32 generator = lab_generator(lab, stream_of_signals + 1);
    real *const w = arena_reals(&lab->model, in * out);
    kind->initialise(in, out, &generator, w);
    const real deviation = sqrt(mean_square(in * out, w));
    lab_require_finite(deviation, "the weights' deviation");
    printf("     w (%zu,%zu): the weights' deviation is %.4f, wanted is %.4f\n", out, in,
           (double)deviation, (double)sqrt(variance));
}

static void say_sizes(const char *name, const struct signal *signal)
{
    static const size_t shown[] = {0, 1, 2, 4, 6, 8, 10};
    printf("       %-20s", name);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        printf(" %8.3g", (double)signal->size[shown[i]]);
    }
    putchar('\n');
}

static void write_signals(const struct lab *lab, const struct kind *kind,
                          const struct signal *signal /* (kind->starts) */)
{
    struct trace trace = lab_trace_begin(lab, kind->trace, NULL, "factor layer size beyond");
    for (size_t i = 0; i < kind->starts; i++) {
        if (i > 0) {
            trace_block(&trace, kind->start[i].name);
        }
        for (size_t layer = 0; layer <= layers; layer++) {
            trace_row(&trace, (real[]){kind->start[i].factor, (real)layer, signal[i].size[layer],
                                       signal[i].beyond});
        }
    }
    lab_trace_finish(&trace);
}

static void compare(struct lab *lab, const struct kind *kind, struct signal *signal)
{
    printf("     %d layers of %d units, %d networks: the signal's size behind layer\n", layers,
           units, networks);
    printf("       %-20s        0        1        2        4        6        8       10\n", "");
    for (size_t i = 0; i < kind->starts; i++) {
        signal[i] = follow(lab, kind, kind->start[i].factor);
        say_sizes(kind->start[i].name, &signal[i]);
    }
    write_signals(lab, kind, signal);
}

void show_xavier(void *context)
{
    struct lab *const lab = context;
    const struct kind kind = {
        "tanh_signals",
        xavier_initialise,
        fast_backend().tanh_forward,
        3,
        {{"Xavier's weights", 1}, {"0.5 times as large", (real)0.5}, {"10 times as large", 10}}};
    struct signal signal[3];
    say_weights(lab, &kind, 64, 64, (real)2 / (64 + 64));
    say_weights(lab, &kind, 64, 16, (real)2 / (64 + 16));
    compare(lab, &kind, signal);
    printf("     Too small, and after ten layers nothing is left. Too large, and %.0f %% of the "
           "values\n"
           "     lie beyond +-0.99 (Xavier's: %.0f %%): that is where tanh is flat and nothing "
           "comes back.\n",
           100 * (double)signal[2].beyond, 100 * (double)signal[0].beyond);
}

void show_he(void *context)
{
    struct lab *const lab = context;
    /* with as many units before a layer as behind it, Xavier's variance is half of He's */
    const struct kind kind = {"relu_signals",
                              he_initialise,
                              fast_backend().relu_forward,
                              2,
                              {{"He's weights", 1}, {"Xavier's weights", sqrt((real)0.5)}}};
    struct signal signal[3];
    say_weights(lab, &kind, 64, 64, (real)2 / 64);
    say_weights(lab, &kind, 64, 16, (real)2 / 64);
    compare(lab, &kind, signal);
    puts("     ReLU cuts off half of the signal. He's factor of 2 makes up for it; Xavier's "
         "weights\n"
         "     lose half of the mean square at each layer.");
}
