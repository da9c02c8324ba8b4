/* kernels/cuda/softmax_cross_entropy.h: the loss of a choice between classes, from logits, on the device:
 * naive/softmax_cross_entropy.h's formulas.
 *
 *     p[i][c] = exp(z[i][c]) / sum over k of exp(z[i][k])
 *     L = - sum over i of weight[y[i]] log p[i][y[i]] / sum over i of weight[y[i]]
 *     dz[i][c] += (p[i][c] - (1 where c is y[i])) weight[y[i]] dloss / sum over i of weight[y[i]]
 *
 * A warp a row: lane l has classes l, l + 32, ..., and what the lanes found goes through reduce.h's shuffles. The
 * sums over rows are made as partial_sums.h says: the same numbers always give the same bits.
 *
 * y (n) are classes 0 .. classes-1 as floats; weight (classes) how much a row of each class counts, NULL when all
 * count alike.
 */
#ifndef DESCENT_KERNELS_CUDA_SOFTMAX_CROSS_ENTROPY_H
#define DESCENT_KERNELS_CUDA_SOFTMAX_CROSS_ENTROPY_H

#include "kernels/cuda/launch.h"

#include <stdbool.h>

/* Writes the loss. */
C_LINKAGE void cuda_softmax_cross_entropy_forward(size_t n, size_t classes,
                                                  const float *z /* (n,classes) */,
                                                  const float *y /* (n) */,
                                                  const float *weight /* (classes) */,
                                                  float *loss /* (1), device */);

/* Adds to dz. dloss is a number of the host's: a captured graph keeps the one it was captured with. */
C_LINKAGE void cuda_softmax_cross_entropy_backward(size_t n, size_t classes,
                                                   const float *z /* (n,classes) */,
                                                   const float *y /* (n) */,
                                                   const float *weight /* (classes) */, float dloss,
                                                   float *dz /* (n,classes) */);

/* Whether the way back makes its probabilities by row_softmax.h, an exercise, in launches of their own, instead of by
 * itself; false at the beginning. */
C_LINKAGE void cuda_softmax_by_rows(bool by_rows);

#endif
