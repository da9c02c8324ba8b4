/* kernels/cuda/average_pool.h: average pooling on the device: naive/average_pool.h. Forward a thread has an element
 * of y; backward, as in max_pool.h, a pixel of x, which adds its share of the gradients of all windows that it
 * lies in. */
#ifndef DESCENT_KERNELS_CUDA_AVERAGE_POOL_H
#define DESCENT_KERNELS_CUDA_AVERAGE_POOL_H

#include "kernels/cuda/launch.h"
#include "kernels/pool2d.h"

/* Writes every element of y. */
C_LINKAGE void cuda_average_pool_forward(const struct pool2d *pool, size_t n,
                                         const float *x /* (n,channels,height,width) */,
                                         float *y /* (n,channels,out_height,out_width) */);

/* Adds to dx. */
C_LINKAGE void cuda_average_pool_backward(const struct pool2d *pool, size_t n,
                                          const float *dy /* (n,channels,out_height,out_width) */,
                                          float *dx /* (n,channels,height,width) */);

#endif
