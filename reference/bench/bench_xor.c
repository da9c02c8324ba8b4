/* Training steps per second of the 2-8-1 network on XOR: through the tape and the layers, beside a loop
 * written by hand for this one shape.
 *
 *     make bench
 *     build/bench/xor [ROUNDS]     201 unless told otherwise, 4 ms each
 *
 * Both start at the same weights and must end at the same, else nothing is timed. They run in turns, and
 * their ratio drifts less than either. A steady step calls malloc not once: the benchmark counts, and
 * fails if it does.
 */
#include "base/clock.h"
#include "bench/measure.h"
#include "bench/xor_by_hand.h"
#include "kernels/fast/fast.h"
#include "losses/loss.h"
#include "models/mlp.h"
#include "train/step.h"

#include <stdio.h>
#include <stdlib.h>
#include <tgmath.h>

enum { steps = 5000, max_rounds = 999 };

static const real rate = (real)0.5;
static real x[xor_rows][xor_inputs] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
static real y[xor_rows] = {0, 1, 1, 0};

struct run {
    struct xor_by_hand net; /* at the end */
    real loss;
    double seconds;
    size_t malloc_calls; /* in the timed part */
};

static struct mlp new_mlp(struct arena *arena)
{
    struct pcg32 generator = pcg32_seed(1, 1);
    const size_t sizes[] = {xor_inputs, xor_units, 1};
    return mlp_new(arena, 2, sizes, activation_sigmoid, initialisation_xavier, &generator);
}

static struct xor_by_hand as_by_hand(const struct mlp *mlp)
{
    const struct linear_layer *const first = &mlp->layer[0], *const second = &mlp->layer[1];
    struct xor_by_hand net = {.b2 = second->b.value.data[0]};
    for (size_t u = 0; u < xor_units; u++) {
        for (size_t j = 0; j < xor_inputs; j++) {
            net.w1[j][u] = first->w.value.data[u * xor_inputs + j];
        }
        net.b1[u] = first->b.value.data[u];
        net.w2[u] = second->w.value.data[u];
    }
    return net;
}

static struct run run_library(struct arena *model, struct arena *step)
{
    struct mlp mlp = new_mlp(model);
    struct parameter parameter[4];
    mlp_parameters(&mlp, parameter);
    const struct optimizer_settings settings = {.rate = rate};
    struct optimizer optimizer = optimizer_new(model, parameter, 4, settings);
    const struct backend backend = fast_backend();
    struct tape tape = tape_new(model, step, &backend, 16);
    struct training training = {&tape, mlp_module(&mlp), binary_cross_entropy_loss, &optimizer};
    const struct tensor rows = tensor_view(shape_2d(xor_rows, xor_inputs), &x[0][0]);
    const struct tensor truth = tensor_view(shape_2d(xor_rows, 1), y);

    struct run run = {.loss =
                          train_step(&training, rows, truth)}; /* from the second on it is steady */
    const size_t calls = malloc_calls();
    const double start = clock_now();
    for (size_t i = 0; i < steps; i++) {
        run.loss = train_step(&training, rows, truth);
    }
    run.seconds = clock_now() - start;
    run.malloc_calls = malloc_calls() - calls;
    run.net = as_by_hand(&mlp);
    arena_reset(model, 0);
    return run;
}

static struct run run_by_hand(struct arena *model)
{
    const struct mlp mlp = new_mlp(model);
    struct run run = {.net = as_by_hand(&mlp)};
    run.loss = xor_by_hand_step(&run.net, x, y, rate);
    const double start = clock_now();
    for (size_t i = 0; i < steps; i++) {
        run.loss = xor_by_hand_step(&run.net, x, y, rate);
    }
    run.seconds = clock_now() - start;
    arena_reset(model, 0);
    return run;
}

/* How far the two networks are apart at most, over all weights and the loss. */
static real largest_difference(const struct run *a, const struct run *b)
{
    const real *const one = &a->net.w1[0][0], *const other = &b->net.w1[0][0];
    real largest = fabs(a->loss - b->loss);
    for (size_t i = 0; i < sizeof(struct xor_by_hand) / sizeof(real); i++) {
        const real difference = fabs(one[i] - other[i]);
        largest = difference <= largest ? largest : difference; /* NaN is the largest */
    }
    return largest;
}

/* Whether the times mean anything; says so if not. */
static bool may_be_timed(const struct run *library, const struct run *by_hand)
{
    const real difference = largest_difference(library, by_hand);
    if (!(difference < (real)1e-3)) {
        fprintf(stderr, "bench: weights differ by %g, losses are %g and by hand %g: not timed\n",
                (double)difference, (double)library->loss, (double)by_hand->loss);
        return false;
    }
    if (library->malloc_calls != 0) {
        fprintf(stderr, "bench: %zu calls of malloc in %d steps, expected none\n",
                library->malloc_calls, steps);
        return false;
    }
    return true;
}

/* Steps per second of each run. */
struct rates {
    size_t count;
    double library[max_rounds], by_hand[max_rounds];
};

static int measure(struct rates *rates, struct arena *model, struct arena *step)
{
    for (size_t round = 0; round < rates->count; round++) {
        const struct run library = run_library(model, step), by_hand = run_by_hand(model);
        if (!may_be_timed(&library, &by_hand)) {
            return -1;
        }
        rates->library[round] = steps / library.seconds;
        rates->by_hand[round] = steps / by_hand.seconds;
    }
    return 0;
}

static void print_rates(struct rates *rates)
{
    const size_t last = rates->count - 1;
    struct fast_loops here[fast_loops_max];
    fast_loops_here(here);
    const double library = median(rates->library, rates->count); /* sorted from here on */
    const double by_hand = median(rates->by_hand, rates->count);
    printf("XOR, 2-8-1, %s, batches of %d, %s, %zu runs in turns\n", REAL_NAME, xor_rows,
           here[0].instructions, rates->count);
    printf("                          median    fastest\n");
    printf("  tape and layers     %10.0f %10.0f steps/s\n", library, rates->library[last]);
    printf("  by hand             %10.0f %10.0f steps/s\n", by_hand, rates->by_hand[last]);
    printf("  ratio               %10.2f %10.2f\n", by_hand / library,
           rates->by_hand[last] / rates->library[last]);
    printf("  calls of malloc              0\n");
}

int main(int count, char **argument)
{
    static struct rates rates = {.count = 201};
    struct arena model, step;
    struct message why;
    if (count > 1) {
        rates.count = strtoul(argument[1], NULL, 10);
    }
    if (rates.count < 1 || rates.count > max_rounds) {
        fprintf(stderr, "usage: %s [ROUNDS], from 1 to %d\n", argument[0], max_rounds);
        return 2;
    }
    if (arena_create(&model, 1 << 16, &why) != 0 || arena_create(&step, 1 << 16, &why) != 0) {
        fprintf(stderr, "bench: %s\n", why.text);
        return 1;
    }
    if (measure(&rates, &model, &step) != 0) {
        return 1;
    }
    print_rates(&rates);
    arena_destroy(&model);
    arena_destroy(&step);
    return 0;
}
