/* kernels/cuda/relu.h: the rectified linear unit on the device: naive/relu.h's formulas, four elements a thread
 * (four.h).
 *
 *     y = max(0, x);   dx += dy where x > 0
 */
#ifndef DESCENT_KERNELS_CUDA_RELU_H
#define DESCENT_KERNELS_CUDA_RELU_H

#include "kernels/cuda/launch.h"

/* Writes every element of y. */
C_LINKAGE void cuda_relu_forward(size_t count, const float *x /* (count) */,
                                 float *y /* (count) */);

/* Adds to dx. `x` is what cuda_relu_forward was given. */
C_LINKAGE void cuda_relu_backward(size_t count, const float *x /* (count) */,
                                  const float *dy /* (count) */, float *dx /* (count) */);

#endif
