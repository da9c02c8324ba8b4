/* Section 1.9: a ball on a curve with two valleys: where momentum helps, and where it does not.
 *
 *     height(x) = x^4 - 2 x^2 + 0.4 x
 *
 * The valley on the right, at x = 0.95, is not the deepest; the one on the left, at -1.05, is.
 */
#include "01-linear-sgd/given/lab.h"
#include "01-linear-sgd/given/sections.h"

#include "optim/momentum.h"

#include <stdio.h>
#include <tgmath.h>

enum { updates = 150, curve_points = 201, rolls = 4 };

static const real ball_rate = (real)0.01;

struct roll {
    real start, beta;
    real x[updates + 1];
};

static real height(real x)
{
    return x * x * x * x - 2 * x * x + (real)0.4 * x;
}

static real steepness(real x)
{
    return 4 * x * x * x - 4 * x + (real)0.4;
}

static void roll_down(struct roll *roll)
{
    real x = roll->start, previous = x;
    roll->x[0] = x;
    for (size_t i = 1; i <= updates; i++) {
        const struct parameter parameter = {1, &x, (real[]){steepness(x)}};
        momentum_step(&parameter, ball_rate, roll->beta, &previous);
        roll->x[i] = x;
    }
}

static const char *where(real x)
{
    if (!isfinite(x) || fabs(x) > 3) {
        return "out of the picture: it diverged";
    }
    return x < 0 ? "in the deep valley on the left" : "in the valley on the right, not the deepest";
}

static void write_rolls(const struct lab *lab, const struct roll *roll /* (rolls) */)
{
    struct trace trace = lab_trace_begin(lab, "ball", NULL, "start beta update x height");
    for (size_t i = 0; i < curve_points; i++) {
        const real x = (real)-1.8 + (real)3.6 * (real)i / (curve_points - 1);
        trace_row(&trace, (real[]){0, 0, 0, x, height(x)});
    }
    for (size_t k = 0; k < rolls; k++) {
        trace_block(&trace, "the next ball");
        for (size_t i = 0; i <= updates; i++) {
            const real x = roll[k].x[i];
            trace_row(&trace, (real[]){roll[k].start, roll[k].beta, (real)i, x, height(x)});
        }
    }
    lab_trace_finish(&trace);
}

void show_ball(void *context)
{
    const struct lab *const lab = context;
    const real beta = lab->options.momentum > 0 ? lab->options.momentum : (real)0.9;
    const real high = (real)1.7, low = lab->options.ball;
    struct roll roll[rolls] = {{.start = high, .beta = 0},
                               {.start = high, .beta = beta},
                               {.start = low, .beta = 0},
                               {.start = low, .beta = beta}};
    for (size_t i = 0; i < rolls; i++) {
        roll_down(&roll[i]);
        printf("     from x = %-4.3g with momentum %-5.3g it ends %s\n", (double)roll[i].start,
               (double)roll[i].beta, where(roll[i].x[updates]));
    }
    write_rolls(lab, roll);
    puts("     Start the second ball elsewhere with --ball X: from where does momentum fail?");
}
