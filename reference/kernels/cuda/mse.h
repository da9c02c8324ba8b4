/* kernels/cuda/mse.h: mean squared error on the device, naive/mse.h's formulas:
 *
 *     L = 1/N sum over i of (yhat[i] - y[i])^2,   dyhat += 2/N (yhat - y) dloss
 *
 * The sum is made as partial_sums.h says: the same numbers always give the same bits.
 */
#ifndef DESCENT_KERNELS_CUDA_MSE_H
#define DESCENT_KERNELS_CUDA_MSE_H

#include "kernels/cuda/launch.h"

/* Writes the loss. */
C_LINKAGE void cuda_mse_forward(size_t count, const float *yhat /* (count) */,
                                const float *y /* (count) */, float *loss /* (1), device */);

/* Adds to dyhat. dloss is a number of the host's: a captured graph keeps the one it was captured with. */
C_LINKAGE void cuda_mse_backward(size_t count, const float *yhat /* (count) */,
                                 const float *y /* (count) */, float dloss,
                                 float *dyhat /* (count) */);

#endif
