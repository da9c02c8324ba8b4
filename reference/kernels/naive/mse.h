/* kernels/naive/mse.h: mean squared error, L = 1/N sum over i of (yhat[i] - y[i])^2.
 *
 * yhat holds the predictions, y the truth; count = N is at least 1. There is no factor 1/2 here
 * (some books have one): for yhat = (1, 3) and y = (1, 1), L = (0 + 4)/2 = 2.
 */
#ifndef DESCENT_KERNELS_NAIVE_MSE_H
#define DESCENT_KERNELS_NAIVE_MSE_H

#include "base/real.h"

#include <stddef.h>

/* Returns the loss. */
real mse_forward(size_t count, const real *yhat /* (count) */, const real *y /* (count) */);

/* dyhat += d L / d yhat, times dloss, the gradient that arrives from above (1 when L itself is what
 * is minimised). It adds to what stands in dyhat and does not overwrite it. */
void mse_backward(size_t count, const real *yhat /* (count) */, const real *y /* (count) */,
                  real dloss, real *dyhat /* (count) */);

#endif
