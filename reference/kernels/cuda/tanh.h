/* kernels/cuda/tanh.h: the hyperbolic tangent on the device: naive/tanh.h's formulas, four elements a thread
 * (four.h).
 *
 *     y = tanh(x);   dx += dy (1 - y^2)
 */
#ifndef DESCENT_KERNELS_CUDA_TANH_H
#define DESCENT_KERNELS_CUDA_TANH_H

#include "kernels/cuda/launch.h"

/* Writes every element of y. */
C_LINKAGE void cuda_tanh_forward(size_t count, const float *x /* (count) */,
                                 float *y /* (count) */);

/* Adds to dx. `y` is what cuda_tanh_forward gave, not its input. */
C_LINKAGE void cuda_tanh_backward(size_t count, const float *y /* (count) */,
                                  const float *dy /* (count) */, float *dx /* (count) */);

#endif
