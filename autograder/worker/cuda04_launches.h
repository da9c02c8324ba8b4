/* worker/cuda04_launches.h: launches of lab 04's kernels, a function each. Arrays are the emulated device's.
 *
 * The library's own launchers always take the same numbers of threads; here the judge chooses them, so that
 * a kernel must look at blockDim.
 */
#ifndef DESCENT_WORKER_CUDA04_LAUNCHES_H
#define DESCENT_WORKER_CUDA04_LAUNCHES_H

#include "kernels/cuda/gradient_descent.h"
#include "kernels/cuda/im2col.h"
#include "kernels/cuda/matmul_tiled.h"
#include "kernels/cuda/row_softmax.h"

C_LINKAGE void launch_gradient_descent(int threads, int count, const float *rate /* (1) */,
                                       const float *gradient /* (count) */,
                                       float *value /* (count) */);

/* `threads` is a multiple of 32. */
C_LINKAGE void launch_row_softmax(int threads, int rows, int columns,
                                  const float *x /* (rows,columns) */,
                                  float *y /* (rows,columns) */);

C_LINKAGE void launch_matmul_tiled(int n, int k, int m, const float *a /* (n,k) */,
                                   const float *b /* (k,m) */, float *c /* (n,m) */);

C_LINKAGE void launch_im2col(int threads, const struct cuda_conv2d *conv,
                             const float *x /* (in_channels,height,width) */,
                             float *columns /* (in_channels*kernel*kernel,places) */);

#endif
