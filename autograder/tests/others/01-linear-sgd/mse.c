/* Mean squared error. The header says what each function must do. */
#include "kernels/naive/mse.h"

static real gap(const real *guess, const real *truth, size_t k)
{
    return guess[k] - truth[k];
}

real mse_forward(size_t count, const real *yhat /* (count) */, const real *y /* (count) */)
{
    real total = 0;
    for (size_t k = 0; k < count; ++k) {
        real e = gap(yhat, y, k);
        total += e * e;
    }
    return total / (real)count;
}

void mse_backward(size_t count, const real *yhat /* (count) */, const real *y /* (count) */,
                  real dloss, real *dyhat /* (count) */)
{
    const real factor = (real)2 * dloss / (real)count;
    for (size_t k = 0; k < count; ++k) {
        dyhat[k] += factor * gap(yhat, y, k);
    }
}
