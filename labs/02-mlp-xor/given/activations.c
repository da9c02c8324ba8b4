/* Sections 2.1, 2.2 and 2.3: the functions between the layers, and how steep they are. */
#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/sections.h"

#include "common/measured.h"
#include "common/section.h"
#include "kernels/naive/relu.h"
#include "kernels/naive/sigmoid.h"
#include "kernels/naive/tanh.h"

#include <math.h>
#include <stdio.h>

enum { places = 7, curve_points = 241 };

/* What the table shows: extremes, where a careless formula overflows, and the middle. */
static const real place[places] = {-1000, -4, -1, 0, 1, 4, 1000};

struct function {
    const char *name;       /* "sigmoid" */
    const char *slope_name; /* of its second trace */
    void (*forward)(size_t count, const real *x, real *y);
    void (*backward)(size_t count, const real *x_or_y, const real *dy, real *dx);
    bool by_output; /* backward gets y, not x */
};

/* The function at some places. */
struct curve {
    size_t count;
    const real *x;  /* (count) */
    real *y;        /* (count) */
    real *measured; /* (count): the slope, by central differences of forward */
    real *dx;       /* (count): the slope, by backward */
};

static void say_row(const char *what, size_t count, const real *value)
{
    printf("       %-15s", what);
    for (size_t i = 0; i < count; i++) {
        printf(" %9.4g", (double)(isnan(value[i]) ? REAL_NAN : value[i])); /* never "-nan" */
    }
    putchar('\n');
}

static void require_all_finite(const char *what, const struct curve *c, const real *value)
{
    for (size_t i = 0; i < c->count; i++) {
        if (!isfinite(value[i])) {
            section_stop("%s at x = %g is %s; is every element written, can an exp overflow?", what,
                         (double)c->x[i], isnan(value[i]) ? "not a number" : "infinite");
        }
    }
}

/* Calls forward at each x and on both sides of it. */
static struct curve go_forward(struct lab *lab, const struct function *f, size_t count,
                               const real *x)
{
    struct arena *const arena = &lab->model;
    struct curve c = {count, x, arena_reals(arena, count), arena_reals(arena, count), NULL};
    real *const beside = arena_reals(arena, count), *const below = arena_reals(arena, count);
    f->forward(count, x, c.y);
    for (size_t i = 0; i < count; i++) {
        beside[i] = x[i] - measured_epsilon;
    }
    f->forward(count, beside, below);
    for (size_t i = 0; i < count; i++) {
        beside[i] = x[i] + measured_epsilon;
    }
    f->forward(count, beside, c.measured);
    for (size_t i = 0; i < count; i++) {
        c.measured[i] = (c.measured[i] - below[i]) / (2 * measured_epsilon);
    }
    return c;
}

/* Calls backward with a gradient of 1 from above: what comes back is the slope. */
static void go_back(struct lab *lab, const struct function *f, struct curve *c)
{
    real *const dy = arena_reals(&lab->model, c->count);
    c->dx = arena_reals(&lab->model, c->count);
    for (size_t i = 0; i < c->count; i++) {
        dy[i] = 1;
        c->dx[i] = 0;
    }
    f->backward(c->count, f->by_output ? c->y : c->x, dy, c->dx);
}

static void write_curve(const struct lab *lab, const char *name, const struct curve *c)
{
    struct trace trace = lab_trace_begin(lab, name, NULL, "x y measured_slope");
    for (size_t i = 0; i < c->count; i++) {
        trace_row(&trace, (real[]){c->x[i], c->y[i], c->measured[i]});
    }
    lab_trace_finish(&trace);
}

static void write_slope(const struct lab *lab, const char *name, const struct curve *c)
{
    struct trace trace = lab_trace_begin(lab, name, NULL, "x slope");
    for (size_t i = 0; i < c->count; i++) {
        trace_row(&trace, (real[]){c->x[i], c->dx[i]});
    }
    lab_trace_finish(&trace);
}

/* Equally far apart, from -6 to 6; the one in the middle is 0. */
static const real *curve_places(struct lab *lab)
{
    real *const x = arena_reals(&lab->model, curve_points);
    for (size_t i = 0; i < curve_points; i++) {
        x[i] = 6 * (2 * (real)i / (curve_points - 1) - 1);
    }
    return x;
}

/* Says and draws what is there so far, then asks for more: with forward alone there is a curve. */
static struct curve show(struct lab *lab, const struct function *f)
{
    struct curve few = go_forward(lab, f, places, place);
    say_row("x", places, place);
    say_row(f->name, places, few.y);
    require_all_finite(f->name, &few, few.y);
    say_row("slope measured", places, few.measured);
    struct curve many = go_forward(lab, f, curve_points, curve_places(lab));
    write_curve(lab, f->name, &many);

    go_back(lab, f, &few);
    go_back(lab, f, &many);
    say_row("slope computed", places, few.dx);
    require_all_finite("the computed slope", &few, few.dx);
    write_slope(lab, f->slope_name, &many);
    return few;
}

void show_sigmoid(void *context)
{
    static const struct function sigmoid = {"sigmoid", "sigmoid_slope", sigmoid_forward,
                                            sigmoid_backward, true};
    const struct curve c = show(context, &sigmoid);
    printf("     The slopes: %s. The steepest is 1/4, and far out there is none left:\n"
           "     what comes from above is multiplied by almost 0 and hardly gets through.\n",
           measured_verdict(places, c.dx, c.measured).text);
}

void show_tanh(void *context)
{
    static const struct function tanh = {"tanh", "tanh_slope", tanh_forward, tanh_backward, true};
    const struct curve c = show(context, &tanh);
    printf("     The slopes: %s. Four times as steep as the sigmoid at 0, and around 0,\n"
           "     not around 1/2; far out it is as flat.\n",
           measured_verdict(places, c.dx, c.measured).text);
}

void show_relu(void *context)
{
    static const struct function relu = {"relu", "relu_slope", relu_forward, relu_backward, false};
    const struct curve c = show(context, &relu);
    const size_t kink = places / 2;
    const real at_kink = c.dx[kink];
    c.measured[kink] = c.dx[kink]; /* no slope there: nothing to compare */
    printf(
        "     The slopes away from 0: %s. At 0 there is a kink: the measurement takes\n"
        "     the mean of both sides, and by agreement the slope is 0 (yours: %.4g). A positive\n"
        "     signal comes through as it is, however deep the network.\n",
        measured_verdict(places, c.dx, c.measured).text, (double)at_kink);
}
