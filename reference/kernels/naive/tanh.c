/* The hyperbolic tangent. The header says what each function must do. */
#include "kernels/naive/tanh.h"

#include "base/todo.h"

#include <tgmath.h>

void tanh_forward(size_t count, const real *x /* (count) */, real *y /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        y[i] = tanh(x[i]);
    }
}

void tanh_backward(size_t count, const real *y /* (count) */, const real *dy /* (count) */,
                   real *dx /* (count) */)
{
    /* the quotient rule gives 1 - tanh(x)^2 */
    for (size_t i = 0; i < count; i++) {
        dx[i] += dy[i] * (1 - y[i] * y[i]);
    }
}
