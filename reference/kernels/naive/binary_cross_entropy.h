/* kernels/naive/binary_cross_entropy.h: the loss of yes-or-no answers, from logits.
 *
 *     p[i] = sigmoid(logits[i])                     the predicted probability of y[i] = 1
 *     L = -1/N sum over i of (y[i] log p[i] + (1 - y[i]) log (1 - p[i]))
 *
 * y holds 0, 1 or a probability between them; count = N is at least 1. The logits come as they leave
 * the last linear layer: the sigmoid belongs to the loss. No logit overflows and no logarithm is
 * taken of 0: for y = 0 and a logit of 1000, L is 1000.
 */
#ifndef DESCENT_KERNELS_NAIVE_BINARY_CROSS_ENTROPY_H
#define DESCENT_KERNELS_NAIVE_BINARY_CROSS_ENTROPY_H

#include "base/real.h"

#include <stddef.h>

/* Returns the loss. */
real binary_cross_entropy_forward(size_t count, const real *logits /* (count) */,
                                  const real *y /* (count) */);

/* dlogits += d L / d logits, times dloss, the gradient that arrives from above. It adds to what
 * stands in dlogits and does not overwrite it. */
void binary_cross_entropy_backward(size_t count, const real *logits /* (count) */,
                                   const real *y /* (count) */, real dloss,
                                   real *dlogits /* (count) */);

#endif
