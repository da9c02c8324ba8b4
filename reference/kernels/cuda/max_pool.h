/* kernels/cuda/max_pool.h: max-pooling on the device: naive/max_pool.h. Forward a thread has an element of y.
 *
 * Backward a thread has a pixel of x: it looks at the windows that it lies in, of which there is one when they do
 * not overlap, and adds the gradient of those that it has won. So no two threads add to the same number, and
 * neither atomics nor an order among threads are needed: the same numbers give the same bits.
 */
#ifndef DESCENT_KERNELS_CUDA_MAX_POOL_H
#define DESCENT_KERNELS_CUDA_MAX_POOL_H

#include "kernels/cuda/launch.h"
#include "kernels/pool2d.h"

/* Writes every element of y. */
C_LINKAGE void cuda_max_pool_forward(const struct pool2d *pool, size_t n,
                                     const float *x /* (n,channels,height,width) */,
                                     float *y /* (n,channels,out_height,out_width) */);

/* Adds to dx. */
C_LINKAGE void cuda_max_pool_backward(const struct pool2d *pool, size_t n,
                                      const float *x /* (n,channels,height,width) */,
                                      const float *dy /* (n,channels,out_height,out_width) */,
                                      float *dx /* (n,channels,height,width) */);

#endif
