/* ReLU with a small slope for negative inputs. */
#include "kernels/fast/loops/fast_loops.h"

void fast_leaky_relu_forward(size_t count, real slope, const real *x /* (count) */,
                             real *restrict y /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        y[i] = x[i] * (x[i] > 0 ? 1 : slope);
    }
}

void fast_leaky_relu_backward(size_t count, real slope, const real *x /* (count) */,
                              const real *dy /* (count) */, real *restrict dx /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        dx[i] += (x[i] > 0 ? 1 : slope) * dy[i];
    }
}
