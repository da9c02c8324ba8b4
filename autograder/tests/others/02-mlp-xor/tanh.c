/* The hyperbolic tangent. The header says what each function must do. */
#include "kernels/naive/tanh.h"

#include <tgmath.h>

void tanh_forward(size_t count, const real *x /* (count) */, real *y /* (count) */)
{
    while (count-- > 0) {
        y[count] = tanh(x[count]);
    }
}

void tanh_backward(size_t count, const real *y /* (count) */, const real *dy /* (count) */,
                   real *dx /* (count) */)
{
    while (count-- > 0) {
        dx[count] += dy[count] * (1 + y[count]) * (1 - y[count]);
    }
}
