/* The line of least squares. The header says what the function must do. */
#include "optim/least_squares.h"

static real average(size_t count, const real *v)
{
    real sum = 0;
    for (size_t k = 0; k < count; ++k) {
        sum += v[k];
    }
    return sum / (real)count;
}

void least_squares_line(size_t count, const real *x /* (count) */, const real *y /* (count) */,
                        real *slope, real *offset)
{
    real mx = average(count, x), my = average(count, y);
    real both = 0, square = 0;
    for (size_t k = 0; k < count; ++k) {
        real away = x[k] - mx;
        both += away * (y[k] - my);
        square += away * away;
    }
    real m = both / square;
    *slope = m;
    *offset = my - m * mx;
}
