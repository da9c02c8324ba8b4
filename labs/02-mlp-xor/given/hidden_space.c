/* Section 2.12: what two hidden units make of the plane, so that a straight line can separate XOR.
 *
 * The network is 2-2-1 whatever the options say of its size: its hidden space is a plane, too.
 */
#include "02-mlp-xor/given/course.h"
#include "02-mlp-xor/given/plane.h"
#include "02-mlp-xor/given/sections.h"

#include <stdio.h>
#include <string.h>

enum {
    stream_of_starts = 2180,
    most_starts = 20,
    lines = 9, /* of a grid over the window, in each direction */
    line_places = 41,
    grid_places = 2 * lines * line_places,
};

/* Longer, and the bent grid is a line so narrow that nothing of it can be seen. */
static const real enough = (real)0.3;

static const struct plan two_units = {.hidden = 2,
                                      .depth = 1,
                                      .activation = activation_sigmoid,
                                      .initialisation = initialisation_xavier,
                                      .rate = 3,
                                      .epochs = 2000};

/* --- a network that has learnt it ------------------------------------------------------------- */

struct learnt {
    struct classifier *classifier;
    struct history history;
    size_t starts; /* how many it took; the last one is kept, whether it has learnt or not */
};

static struct learnt learn(struct lab *lab, const struct plan *plan, const struct samples *points)
{
    struct learnt learnt = {0};
    const struct course course = {
        .epochs = plan->epochs, .wanted = points->count, .enough = enough, .moments = 1};
    size_t right = 0;
    while (right < points->count && learnt.starts < most_starts) {
        learnt.classifier = classifier_new(lab, plan, points, stream_of_starts + learnt.starts);
        learnt.history = classifier_train(lab, learnt.classifier, &course);
        right = history_end(&learnt.history).score.right;
        learnt.starts++;
    }
    history_require_kept(&learnt.history);
    return learnt;
}

static void say_learnt(const struct learnt *learnt, const struct plan *plan, size_t in, size_t rows)
{
    const struct score end = history_end(&learnt->history).score;
    printf("     %s, rate %g: ", plan_to_text(plan, in).text, (double)plan->rate);
    if (end.right == rows) {
        printf("start %zu learnt it in %zu epochs", learnt->starts, learnt->classifier->epoch);
    } else {
        printf("none of %zu starts learnt it; the last after %zu epochs", learnt->starts,
               learnt->classifier->epoch);
    }
    printf(": loss %.3f, %zu of %zu right\n", (double)end.loss, end.right, rows);
}

/* --- the grid --------------------------------------------------------------------------------- */

/* Straight lines in the input space, and what becomes of them in the hidden one. */
struct grid {
    real *x;      /* (grid_places,in) */
    real *hidden; /* (grid_places,2) */
};

/* The x0 and x1 of a place, as shares of the window: half of the lines go up, half across. */
static void shares_of(size_t place, real *across, real *up)
{
    const size_t line = place / line_places;
    const real fixed = (real)(line % lines) / (lines - 1);
    const real moving = (real)(place % line_places) / (line_places - 1);
    *across = line < lines ? fixed : moving;
    *up = line < lines ? moving : fixed;
}

static struct grid bend_grid(struct lab *lab, struct classifier *classifier, struct window window)
{
    const size_t in = classifier->points.in;
    const struct grid grid = {arena_reals(&lab->model, grid_places * in),
                              arena_reals(&lab->model, grid_places * 2)};
    for (size_t i = 0; i < grid_places; i++) {
        real across, up;
        shares_of(i, &across, &up);
        const real x0 = window.left + across * (window.right - window.left);
        const real x1 = window.bottom + up * (window.top - window.bottom);
        memcpy(grid.x + i * in, (real[]){x0, x1, x0 * x1}, in * sizeof *grid.x);
    }
    classifier_hidden(classifier, tensor_view(shape_2d(grid_places, in), grid.x), grid.hidden);
    return grid;
}

/* The output layer alone is a network, too: of the hidden units' plane. */
static real *map_hidden(struct lab *lab, const struct classifier *classifier, struct window window)
{
    struct mlp output = {.layers = 1, .layer = {classifier->mlp.layer[1]}};
    struct learner learner = *classifier->learner;
    learner.mlp = &output;
    return plane_map(lab, &learner, window);
}

/* --- the table and the trace ------------------------------------------------------------------ */

/* One of the two planes, with all that is drawn in it. */
struct space {
    struct samples points;
    struct window window;
    const real *map;
    const real *grid; /* (grid_places,points.in) */
};

static void say_points(const struct samples *points, const real *hidden /* (4,2) */)
{
    puts("        x0  x1        h0       h1   label");
    for (size_t i = 0; i < points->count; i++) {
        const real *const x = points->x + i * points->in, *const h = hidden + 2 * i;
        printf("       %3g %3g  %8.3f %8.3f   %5g\n", (double)x[0], (double)x[1], (double)h[0],
               (double)h[1], (double)points->y[i]);
    }
}

static void write_space(struct trace *trace, const struct space *space)
{
    const size_t in = space->points.in;
    trace_block(trace, "the points: two coordinates, label");
    plane_write_points(trace, &space->points);
    trace_block(trace, "the grid: two coordinates, number of the line");
    for (size_t i = 0; i < grid_places; i++) {
        const size_t line = i / line_places;
        if (i > 0 && i % line_places == 0) {
            trace_gap(trace);
        }
        trace_row(trace, (real[]){space->grid[i * in], space->grid[i * in + 1], (real)line});
    }
    trace_block(trace, "the probability of label 1");
    plane_write_map(trace, space->window, space->map);
}

static void write_spaces(const struct lab *lab, const struct plan *plan, const struct space *input,
                         const struct space *hidden)
{
    struct trace trace = lab_trace_begin(lab, "hidden-space", NULL, "x0_or_h0 x1_or_h1 value");
    plan_write(&trace, plan, input->points.in);
    write_space(&trace, input);
    write_space(&trace, hidden);
    lab_trace_finish(&trace);
}

void show_hidden_space(void *context)
{
    struct lab *const lab = context;
    const struct samples points = plane_points(lab, "xor");
    struct plan plan = plan_with(&lab->options, two_units);
    plan.hidden = two_units.hidden;
    plan.depth = two_units.depth;
    const struct learnt learnt = learn(lab, &plan, &points);
    struct classifier *const classifier = learnt.classifier;

    const struct window window = plane_window(&points);
    const struct grid grid = bend_grid(lab, classifier, window);
    const struct samples places = {grid_places, 2, 1, grid.hidden, NULL};
    const struct window hidden_window = plane_window(&places);
    real *const hidden = arena_reals(&lab->model, points.count * 2);
    classifier_hidden(classifier, classifier->learner->x, hidden);

    const struct space from = {points, window, plane_map(lab, classifier->learner, window), grid.x};
    const struct space to = {{points.count, 2, 1, hidden, points.y},
                             hidden_window,
                             map_hidden(lab, classifier, hidden_window),
                             grid.hidden};
    say_learnt(&learnt, &plan, points.in, points.count);
    say_points(&points, hidden);
    write_spaces(lab, &plan, &from, &to);
}
