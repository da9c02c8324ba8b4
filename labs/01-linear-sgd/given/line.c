/* A straight line over some rows. The header says what each function gives. */
#include "01-linear-sgd/given/line.h"

#include "kernels/naive/linear.h"
#include "kernels/naive/mse.h"

#include <math.h>
#include <stdio.h>

static real *zeros(struct arena *arena, size_t count)
{
    real *const array = arena_reals(arena, count);
    for (size_t i = 0; i < count; i++) {
        array[i] = 0;
    }
    return array;
}

struct line_text line_to_text(struct line line)
{
    struct line_text out;
    const double offset = (double)line.offset;
    snprintf(out.text, sizeof out.text, "y = %.4g x %c %.4g", (double)line.slope,
             signbit(offset) ? '-' : '+', fabs(offset));
    return out;
}

void line_predict(struct line line, size_t count, const real *x, real *yhat)
{
    linear_forward(count, 1, 1, x, &line.slope, &line.offset, yhat);
}

real line_loss(struct line line, const struct samples *rows, struct arena *scratch)
{
    const size_t mark = scratch->used;
    real *const yhat = arena_reals(scratch, rows->count);
    line_predict(line, rows->count, rows->x, yhat);
    const real loss = mse_forward(rows->count, yhat, rows->y);
    arena_reset(scratch, mark);
    return loss;
}

struct line line_gradient(struct line line, const struct samples *rows, struct arena *scratch)
{
    const size_t mark = scratch->used;
    real *const yhat = arena_reals(scratch, rows->count);
    real *const dyhat = zeros(scratch, rows->count);
    real *const dx = zeros(scratch, rows->count);
    struct line gradient = {0, 0};
    line_predict(line, rows->count, rows->x, yhat);
    mse_backward(rows->count, yhat, rows->y, 1, dyhat);
    linear_backward(rows->count, 1, 1, rows->x, &line.slope, dyhat, dx, &gradient.slope,
                    &gradient.offset);
    arena_reset(scratch, mark);
    return gradient;
}

static real loss_of_coefficients(const real *coefficients, void *context)
{
    const struct line_context *const c = context;
    return line_loss((struct line){coefficients[0], coefficients[1]}, c->rows, c->scratch);
}

struct objective line_objective(struct line_context *context)
{
    return (struct objective){loss_of_coefficients, context};
}

struct samples samples_part(const struct samples *rows, size_t first, size_t count)
{
    struct samples part = *rows;
    part.count = count;
    part.x += first * rows->in;
    part.y += first * rows->out;
    return part;
}
