/* The logistic sigmoid. The header says what each function must do. */
#include "kernels/naive/sigmoid.h"

#include "base/todo.h"

#include <tgmath.h>

void sigmoid_forward(size_t count, const real *x /* (count) */, real *y /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        /* of +-x the one that is not positive: exp cannot overflow */
        const real small = exp(-fabs(x[i]));
        y[i] = (x[i] >= 0 ? 1 : small) / (1 + small);
    }
}

void sigmoid_backward(size_t count, const real *y /* (count) */, const real *dy /* (count) */,
                      real *dx /* (count) */)
{
    /* with y = 1 / (1 + exp(-x)), dy/dx = exp(-x) / (1 + exp(-x))^2 = y (1 - y) */
    for (size_t i = 0; i < count; i++) {
        dx[i] += dy[i] * y[i] * (1 - y[i]);
    }
}
