/* kernels/cuda/binary_cross_entropy.h: the loss of yes-or-no answers, from logits z, on the device:
 * naive/binary_cross_entropy.h's formulas.
 *
 *     L = 1/N sum over i of (max(z[i], 0) - y[i] z[i] + log(1 + exp(-|z[i]|)))
 *     dz += (sigmoid(z) - y) dloss / N
 *
 * The sum is made as partial_sums.h says: the same numbers always give the same bits.
 */
#ifndef DESCENT_KERNELS_CUDA_BINARY_CROSS_ENTROPY_H
#define DESCENT_KERNELS_CUDA_BINARY_CROSS_ENTROPY_H

#include "kernels/cuda/launch.h"

/* Writes the loss. */
C_LINKAGE void cuda_binary_cross_entropy_forward(size_t count, const float *logits /* (count) */,
                                                 const float *y /* (count) */,
                                                 float *loss /* (1), device */);

/* Adds to dlogits. dloss is a number of the host's: a captured graph keeps the one it was captured with. */
C_LINKAGE void cuda_binary_cross_entropy_backward(size_t count, const float *logits /* (count) */,
                                                  const float *y /* (count) */, float dloss,
                                                  float *dlogits /* (count) */);

#endif
