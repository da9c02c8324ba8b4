/* Mean squared error. A sum taken from left to right has to wait for each addition before the next;
 * sixteen sums side by side fill the vectors, and are added up at the end. */
#include "kernels/fast/loops/fast_loops.h"

enum { lanes = 16 };

real fast_mse_forward(size_t count, const real *yhat /* (count) */, const real *y /* (count) */)
{
    real sum[lanes] = {0};
    const size_t whole = count - count % lanes;
    for (size_t i = 0; i < whole; i += lanes) {
        for (size_t lane = 0; lane < lanes; lane++) {
            const real difference = yhat[i + lane] - y[i + lane];
            sum[lane] += difference * difference;
        }
    }
    real total = 0;
    for (size_t i = whole; i < count; i++) {
        const real difference = yhat[i] - y[i];
        total += difference * difference;
    }
    for (size_t lane = 0; lane < lanes; lane++) {
        total += sum[lane];
    }
    return total / (real)count;
}

void fast_mse_backward(size_t count, const real *yhat /* (count) */, const real *y /* (count) */,
                       real dloss, real *restrict dyhat /* (count) */)
{
    const real scale = (real)2 / (real)count * dloss;
    for (size_t i = 0; i < count; i++) {
        dyhat[i] += scale * (yhat[i] - y[i]);
    }
}
