/* The logistic sigmoid: the formulas of kernels/naive/sigmoid.c with an exp that vectorises. The largest
 * error found is 2.4 units of the last place, as fast_exp.h measures. Where the result is below the
 * smallest normal number it is 0.
 */
#include "kernels/fast/loops/fast_exp.h"
#include "kernels/fast/loops/fast_loops.h"

#include <tgmath.h>

void fast_sigmoid_forward(size_t count, const real *x /* (count) */, real *restrict y /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        const real small = exp_of_negative(-fabs(x[i]));
        y[i] = (x[i] >= 0 ? 1 : small) / (1 + small);
    }
}

void fast_sigmoid_backward(size_t count, const real *y /* (count) */, const real *dy /* (count) */,
                           real *restrict dx /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        dx[i] += dy[i] * y[i] * (1 - y[i]);
    }
}
