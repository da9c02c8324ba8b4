/* kernels/naive/linear.h: the linear layer, y = x w^T + b, for a batch of n rows at once.
 *
 *     y[i][o] = sum over j of x[i][j] w[o][j] + b[o]
 *
 * With in = out = 1 it is the straight line y = m x + offset: m = w[0], offset = b[0].
 * All arrays are row-major: x[i][j] is x[i * in + j]. Sizes are at least 1.
 */
#ifndef DESCENT_KERNELS_NAIVE_LINEAR_H
#define DESCENT_KERNELS_NAIVE_LINEAR_H

#include "base/real.h"

#include <stddef.h>

/* Writes every element of y; reads nothing that stood there. */
void linear_forward(size_t n, size_t in, size_t out, const real *x /* (n,in) */,
                    const real *w /* (out,in) */, const real *b /* (out) */, real *y /* (n,out) */);

/* From dy, the gradient of the loss by y, to the gradients by x, w and b. It adds to what stands in
 * dx, dw and db and does not overwrite it: whoever starts a new step sets them to zero first. */
void linear_backward(size_t n, size_t in, size_t out, const real *x /* (n,in) */,
                     const real *w /* (out,in) */, const real *dy /* (n,out) */,
                     real *dx /* (n,in) */, real *dw /* (out,in) */, real *db /* (out) */);

#endif
