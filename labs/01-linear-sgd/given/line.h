/* line.h: a straight line y = slope x + offset, and what a student's functions say of it.
 *
 * Everything here goes through the exercises: the predictions of a line are linear_forward's, its
 * loss is mse_forward's, its gradient comes out of the two backward functions.
 */
#ifndef DESCENT_LAB01_LINE_H
#define DESCENT_LAB01_LINE_H

#include "autograd/objective.h"
#include "base/arena.h"
#include "base/real.h"
#include "data/samples.h"

#include <stddef.h>

/* The two numbers that are learnt; or the loss's gradient by them. */
struct line {
    real slope, offset;
};

/* "y = 1.31 x + 0.648". The text is held in the returned struct. */
struct line_text {
    char text[64];
};
struct line_text line_to_text(struct line line);

/* What the line predicts at each x. */
void line_predict(struct line line, size_t count, const real *x /* (count) */,
                  real *yhat /* (count) */);

/* The mean squared error over the rows: one forward pass. Scratch is given back. */
real line_loss(struct line line, const struct samples *rows, struct arena *scratch);

/* The loss's gradient over the rows: one forward and one backward pass. Scratch is given back. */
struct line line_gradient(struct line line, const struct samples *rows, struct arena *scratch);

/* The loss as a function of two coefficients, for rate_of_change. The context must live as long. */
struct line_context {
    const struct samples *rows;
    struct arena *scratch;
};
struct objective line_objective(struct line_context *context);

/* rows first .. first+count-1, as samples of their own that share the numbers. */
struct samples samples_part(const struct samples *rows, size_t first, size_t count);

#endif
