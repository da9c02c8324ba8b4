/* The line of least squares. The header says what the function must do. */
#include "optim/least_squares.h"

#include "base/todo.h"

void least_squares_line(size_t count, const real *x /* (count) */, const real *y /* (count) */,
                        real *slope, real *offset)
{
    real mean_x = 0, mean_y = 0;
    for (size_t i = 0; i < count; i++) {
        mean_x += x[i];
        mean_y += y[i];
    }
    mean_x /= (real)count;
    mean_y /= (real)count;

    /* sums about the means: the plain sums would cancel digits away */
    real xx = 0, xy = 0;
    for (size_t i = 0; i < count; i++) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    *slope = xy / xx;
    *offset = mean_y - *slope * mean_x; /* the line passes through the means */
}
