/* The logistic sigmoid. The header says what each function must do. */
#include "kernels/naive/sigmoid.h"

#include <tgmath.h>

/* e^-|v| is at most 1 and cannot overflow; the curve is symmetric about (0, 1/2) */
static real squeeze(real v)
{
    const real small = exp(-fabs(v));
    const real upper = 1 / (1 + small);
    return v < 0 ? small * upper : upper;
}

void sigmoid_forward(size_t count, const real *x /* (count) */, real *y /* (count) */)
{
    while (count-- > 0) {
        y[count] = squeeze(x[count]);
    }
}

void sigmoid_backward(size_t count, const real *y /* (count) */, const real *dy /* (count) */,
                      real *dx /* (count) */)
{
    while (count-- > 0) {
        dx[count] += dy[count] * (y[count] - y[count] * y[count]);
    }
}
