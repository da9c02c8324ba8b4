/* Sections 2.8 and 2.9: what an answer costs, by its logit, and how hard that pulls: binary
 * cross-entropy against the squared error of sigmoid(logit).
 *
 * The squared error and the sigmoid are the library's, so that these sections need only 2.8 and 2.9.
 */
#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/sections.h"

#include "common/measured.h"
#include "common/section.h"
#include "kernels/fast/fast.h"
#include "kernels/naive/binary_cross_entropy.h"

#include <math.h>
#include <stdio.h>

enum { curve_points = 321, rows = 7 };

static const real row_logit[rows] = {-1000, -10, -3, 0, 3, 10, 1000};

/* At one logit, for y = 0 and y = 1: the losses, or their gradients by the logit. */
struct cost {
    real cross_entropy[2], squared[2];
};

static struct cost loss_at_logit(real logit)
{
    const struct backend fast = fast_backend();
    struct cost cost;
    real p;
    fast.sigmoid_forward(1, &logit, &p);
    for (size_t truth = 0; truth < 2; truth++) {
        const real y = (real)truth;
        cost.cross_entropy[truth] = binary_cross_entropy_forward(1, &logit, &y);
        cost.squared[truth] = fast.mse_forward(1, &p, &y);
    }
    return cost;
}

static struct cost gradient_at_logit(real logit)
{
    const struct backend fast = fast_backend();
    struct cost cost = {{0, 0}, {0, 0}};
    real p;
    fast.sigmoid_forward(1, &logit, &p);
    for (size_t truth = 0; truth < 2; truth++) {
        const real y = (real)truth;
        real dp = 0;
        binary_cross_entropy_backward(1, &logit, &y, 1, &cost.cross_entropy[truth]);
        fast.mse_backward(1, &p, &y, 1, &dp);
        fast.sigmoid_backward(1, &p, &dp, &cost.squared[truth]);
    }
    return cost;
}

/* `what` begins the sentence when there is a number that is none. */
static void require_finite(const char *what, real logit, size_t truth, real value)
{
    if (!isfinite(value)) {
        section_stop("%s at logit %g for y = %zu is %s; can an exp overflow, can a logarithm be of "
                     "0?",
                     what, (double)logit, truth, isnan(value) ? "not a number" : "infinite");
    }
}

/* Not a number is "nan" here, whatever its sign. */
static double printed(real value)
{
    return (double)(isnan(value) ? REAL_NAN : value);
}

static void say_table(const char *what, struct cost (*at_logit)(real))
{
    struct cost cost[rows];
    for (size_t i = 0; i < rows; i++) {
        cost[i] = at_logit(row_logit[i]);
    }
    printf("                     %21s %9s %21s %9s\n", "y = 0: cross-entropy", "squared",
           "y = 1: cross-entropy", "squared");
    for (size_t i = 0; i < rows; i++) {
        const struct cost c = cost[i];
        printf("       logit %7.5g %21.4g %9.4g %21.4g %9.4g\n", (double)row_logit[i],
               printed(c.cross_entropy[0]), printed(c.squared[0]), printed(c.cross_entropy[1]),
               printed(c.squared[1]));
    }
    for (size_t i = 0; i < rows; i++) {
        require_finite(what, row_logit[i], 0, cost[i].cross_entropy[0]);
        require_finite(what, row_logit[i], 1, cost[i].cross_entropy[1]);
    }
}

static void draw_table(struct lab *lab, const char *name, struct cost (*at_logit)(real))
{
    struct cost *const cost = arena_take(&lab->model, curve_points * sizeof *cost);
    real *const logit = arena_reals(&lab->model, curve_points);
    for (size_t i = 0; i < curve_points; i++) {
        logit[i] = 8 * (2 * (real)i / (curve_points - 1) - 1);
        cost[i] = at_logit(logit[i]);
    }
    struct trace trace = lab_trace_begin(
        lab, name, NULL, "logit cross_entropy_0 squared_0 cross_entropy_1 squared_1");
    for (size_t i = 0; i < curve_points; i++) {
        const struct cost c = cost[i];
        trace_row(&trace, (real[]){logit[i], c.cross_entropy[0], c.squared[0], c.cross_entropy[1],
                                   c.squared[1]});
    }
    lab_trace_finish(&trace);
}

void show_costs(void *context)
{
    say_table("the loss", loss_at_logit);
    draw_table(context, "costs", loss_at_logit);
    puts("     Wrong and sure of it: squared error never asks more than 1 for that, cross-entropy\n"
         "     as much as the logit is on the wrong side.");
}

/* Cross-entropy at one logit; context is the label. */
static real loss_of_logit(const real *logit, void *context)
{
    const real *const y = context;
    return binary_cross_entropy_forward(1, logit, y);
}

/* Cross-entropy's gradient in the table's rows, beside the one measured. */
static struct measured_verdict compare_gradients(void)
{
    real computed[2 * rows], measured[2 * rows];
    for (size_t i = 0; i < rows; i++) {
        const struct cost cost = gradient_at_logit(row_logit[i]);
        for (size_t truth = 0; truth < 2; truth++) {
            real y = (real)truth, logit = row_logit[i];
            const struct objective objective = {loss_of_logit, &y};
            computed[2 * i + truth] = cost.cross_entropy[truth];
            measured_gradient(&objective, 1, &logit, &measured[2 * i + truth]);
        }
    }
    return measured_verdict(2 * rows, computed, measured);
}

void show_cost_gradients(void *context)
{
    say_table("the gradient", gradient_at_logit);
    draw_table(context, "cost_gradients", gradient_at_logit);
    const struct measured_verdict verdict = compare_gradients();
    printf("     Cross-entropy's gradients and those measured of its loss: %s.\n", verdict.text);
    if (!verdict.agree) {
        return;
    }
    const struct cost c = gradient_at_logit(-10);
    printf(
        "     Logit -10 where y = 1 is confidently wrong. Cross-entropy pulls with %.3g; squared\n"
        "     error with %.1g, as if all were well: it learns least from its worst mistakes.\n",
        (double)c.cross_entropy[1], (double)c.squared[1]);
}
