/* Sections 1.1, 1.2 and 1.4: what a line predicts, what it costs, which is best. */
#include "01-linear-sgd/given/lab.h"
#include "01-linear-sgd/given/sections.h"

#include "optim/least_squares.h"

#include <stdio.h>
#include <tgmath.h>

enum { grid = 101 }; /* lines tried along each axis of the landscape */

static struct range ends_of(size_t count, const real *column)
{
    struct range ends = {column[0], column[0]};
    for (size_t i = 1; i < count; i++) {
        ends.low = fmin(ends.low, column[i]);
        ends.high = fmax(ends.high, column[i]);
    }
    return ends;
}

/* Where lines are drawn from and to: past the points, and from 0, where the offset can be read, when
 * it is not farther away than the points lie apart. */
static struct range drawn_range(size_t count, const real *x)
{
    const struct range ends = ends_of(count, x);
    const real apart = ends.high - ends.low, margin = apart / 40;
    struct range drawn = {ends.low - margin, ends.high + margin};
    drawn.low = ends.low > 0 && ends.low < apart ? 0 : drawn.low;
    drawn.high = ends.high < 0 && ends.high > -apart ? 0 : drawn.high;
    return drawn;
}

static real mean_of(size_t count, const real *column)
{
    real mean = 0;
    for (size_t i = 0; i < count; i++) {
        mean += column[i] / (real)count;
    }
    return mean;
}

static void write_line(struct trace *trace, struct line line, const struct samples *rows)
{
    const struct range x = drawn_range(rows->count, rows->x);
    real yhat[2] = {REAL_NAN, REAL_NAN};
    line_predict(line, 2, (real[]){x.low, x.high}, yhat);
    trace_row(trace, (real[]){x.low, yhat[0]});
    trace_row(trace, (real[]){x.high, yhat[1]});
}

/* --- 1.1 -------------------------------------------------------------------------------------- */

static void draw_first_line(const struct lab *lab, const struct data_set *set)
{
    const struct samples *const rows = &set->samples;
    const struct range x = ends_of(rows->count, rows->x);
    real yhat[2] = {REAL_NAN, REAL_NAN};
    line_predict(set->start, 2, (real[]){x.low, x.high}, yhat);

    lab_require_finite(yhat[0] + yhat[1], "a prediction");
    printf("     %s: %zu rows (%s); your line is %s\n", set->name, rows->count, set->from,
           line_to_text(set->start).text);
    printf("       at %s = %.4g it predicts %.4g, at %.4g it predicts %.4g\n", set->x_name,
           (double)x.low, (double)yhat[0], (double)x.high, (double)yhat[1]);

    struct trace trace = lab_trace_begin(lab, "first", set, "x y");
    for (size_t i = 0; i < rows->count; i++) {
        trace_row(&trace, (real[]){rows->x[i], rows->y[i]});
    }
    trace_block(&trace, "the line to begin with");
    write_line(&trace, set->start, rows);
    lab_trace_finish(&trace);
}

void show_first_line(void *context)
{
    const struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        draw_first_line(lab, &lab->set[i]);
    }
    puts("     Choose another line with --start M,B: can you do better by eye?");
}

/* --- 1.2 -------------------------------------------------------------------------------------- */

/* The line at a place of the grid, 0 .. grid-1 along each axis. */
static struct line grid_line(const struct data_set *set, size_t i, size_t j)
{
    const real s = (real)i / (grid - 1), o = (real)j / (grid - 1);
    return (struct line){set->slope.low + s * (set->slope.high - set->slope.low),
                         set->offset.low + o * (set->offset.high - set->offset.low)};
}

static void write_landscape(const struct lab *lab, const struct data_set *set, const real *loss)
{
    struct trace trace = lab_trace_begin(lab, "contour", set, "slope offset loss");
    for (size_t i = 0; i < grid; i++) {
        for (size_t j = 0; j < grid; j++) {
            const struct line line = grid_line(set, i, j);
            trace_row(&trace, (real[]){line.slope, line.offset, loss[i * grid + j]});
        }
        trace_gap(&trace);
    }
    lab_trace_finish(&trace);
}

static void draw_landscape(struct lab *lab, const struct data_set *set)
{
    const size_t mark = lab->scratch.used;
    real *const loss = arena_reals(&lab->scratch, grid * grid);
    size_t best = 0;
    for (size_t k = 0; k < grid * grid; k++) {
        loss[k] = line_loss(grid_line(set, k / grid, k % grid), &set->samples, &lab->scratch);
        best = loss[k] < loss[best] ? k : best;
    }
    const struct line line = grid_line(set, best / grid, best % grid);
    const real start = line_loss(set->start, &set->samples, &lab->scratch);
    lab_require_finite(start, "the loss of your line");
    printf("     %s: your line, %s, has loss %.4g\n", set->name, line_to_text(set->start).text,
           (double)start);
    printf("       the best of %d lines on a grid is %s, with loss %.4g\n", grid * grid,
           line_to_text(line).text, (double)loss[best]);
    write_landscape(lab, set, loss);
    arena_reset(&lab->scratch, mark);
}

void show_loss(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        draw_landscape(lab, &lab->set[i]);
    }
}

/* --- 1.4 -------------------------------------------------------------------------------------- */

static void say_best_line(struct lab *lab, const struct data_set *set, real loss)
{
    const struct samples *const rows = &set->samples;
    const real mean_x = mean_of(rows->count, rows->x), mean_y = mean_of(rows->count, rows->y);
    real at_mean = REAL_NAN;
    line_predict(set->best, 1, &mean_x, &at_mean);
    printf("     %s: %s, loss %.4g\n", set->name, line_to_text(set->best).text, (double)loss);
    printf("       at the mean of x, %.4g, it predicts %.4g; the mean of y is %.4g\n",
           (double)mean_x, (double)at_mean, (double)mean_y);
    if (set->measured_known) {
        printf("       the descent of 1.3 had come to %s, loss %.4g\n",
               line_to_text(set->measured).text,
               (double)line_loss(set->measured, rows, &lab->scratch));
    }
}

static void find_best_line(struct lab *lab, struct data_set *set)
{
    const struct samples *const rows = &set->samples;
    struct line best = {REAL_NAN, REAL_NAN};
    least_squares_line(rows->count, rows->x, rows->y, &best.slope, &best.offset);
    const real loss = line_loss(best, rows, &lab->scratch);
    lab_require_finite(best.slope + best.offset, "the slope or the offset");
    lab_require_finite(loss, "the loss of the best line");
    set->best = best;
    set->best_known = true;
    say_best_line(lab, set, loss);

    struct trace trace = lab_trace_begin(lab, "best", set, "x y");
    write_line(&trace, best, rows);
    trace_block(&trace, "slope offset, loss loss");
    trace_row(&trace, (real[]){best.slope, best.offset});
    trace_row(&trace, (real[]){loss, loss});
    lab_trace_finish(&trace);
}

void show_least_squares(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        find_best_line(lab, &lab->set[i]);
    }
}
