/* kernels/cuda/gradient_descent.h: one step of gradient descent on the device:
 *
 *     value[i] <- value[i] - rate gradient[i]
 *
 * One thread an element: block b's thread t has element b blockDim.x + t. The last block has threads for
 * elements that are not there; they must do nothing. The rate is a number on the device, too, so that a
 * schedule can change it without a new launch (kernels/cuda/device.h).
 */
#ifndef DESCENT_KERNELS_CUDA_GRADIENT_DESCENT_H
#define DESCENT_KERNELS_CUDA_GRADIENT_DESCENT_H

#include "kernels/cuda/launch.h"

#ifdef __cplusplus
C_LINKAGE __global__ void gradient_descent_kernel(int count, const float *rate /* (1) */,
                                                  const float *gradient /* (count) */,
                                                  float *value /* (count) */);
#endif

/* Moves the values; the gradient stays as it is. */
C_LINKAGE void cuda_gradient_descent(size_t count, const float *rate /* (1) */,
                                     const float *gradient /* (count) */,
                                     float *value /* (count) */);

#endif
