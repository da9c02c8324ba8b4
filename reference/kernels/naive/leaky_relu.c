#include "kernels/naive/leaky_relu.h"

void leaky_relu_forward(size_t count, real slope, const real *x /* (count) */,
                        real *y /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        y[i] = x[i] * (x[i] > 0 ? 1 : slope);
    }
}

void leaky_relu_backward(size_t count, real slope, const real *x /* (count) */,
                         const real *dy /* (count) */, real *dx /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        dx[i] += dy[i] * (x[i] > 0 ? 1 : slope);
    }
}
