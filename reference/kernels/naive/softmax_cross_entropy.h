/* kernels/naive/softmax_cross_entropy.h: the loss of a choice between classes, from logits.
 *
 *     p[i][c] = exp(z[i][c]) / sum over k of exp(z[i][k])              the softmax of row i
 *     L = - sum over i of weight[y[i]] log p[i][y[i]] / sum over i of weight[y[i]]
 *
 * z (n,classes) are logits, y (n) the rows' true classes as whole numbers 0 .. classes-1, weight
 * (classes) how much a row of each class counts, NULL when all count alike: then L is the mean over
 * the rows. No logit overflows, and no logarithm is taken of 0.
 */
#ifndef DESCENT_KERNELS_NAIVE_SOFTMAX_CROSS_ENTROPY_H
#define DESCENT_KERNELS_NAIVE_SOFTMAX_CROSS_ENTROPY_H

#include "base/real.h"

#include <stddef.h>

/* Returns the loss. */
real softmax_cross_entropy_forward(size_t n, size_t classes, const real *z /* (n,classes) */,
                                   const real *y /* (n) */, const real *weight /* (classes) */);

/* dz += d L / d z, times dloss, the gradient that arrives from above. */
void softmax_cross_entropy_backward(size_t n, size_t classes, const real *z /* (n,classes) */,
                                    const real *y /* (n) */, const real *weight /* (classes) */,
                                    real dloss, real *dz /* (n,classes) */);

#endif
