/* The rectified linear unit: a choice between two values where the naive kernel branches. */
#include "kernels/fast/loops/fast_loops.h"

void fast_relu_forward(size_t count, const real *x /* (count) */, real *restrict y /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        y[i] = x[i] > 0 ? x[i] : 0;
    }
}

void fast_relu_backward(size_t count, const real *x /* (count) */, const real *dy /* (count) */,
                        real *restrict dx /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        const real above = dy[i]; /* read in any case: a load may not hang on the choice */
        dx[i] += x[i] > 0 ? above : 0;
    }
}
