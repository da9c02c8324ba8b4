/* kernels/cuda/row_softmax.h: the softmax of each row of a matrix, a warp a row:
 *
 *     y[i][j] = exp(x[i][j] - m[i]) / sum over l of exp(x[i][l] - m[i]),   m[i] = the largest of row i
 *
 * The 32 lanes of a warp share a row: lane l has columns l, l + 32, l + 64, ... . What each found of its own
 * columns, the largest number and then the sum, goes from lane to lane by shuffles, without shared memory
 * and without a barrier. A block has several warps, so several rows; rows need not be a multiple of them.
 */
#ifndef DESCENT_KERNELS_CUDA_ROW_SOFTMAX_H
#define DESCENT_KERNELS_CUDA_ROW_SOFTMAX_H

#include "kernels/cuda/launch.h"

#ifdef __cplusplus
/* blockDim.x is a multiple of 32; warp w of block b has row b (blockDim.x / 32) + w. */
C_LINKAGE __global__ void row_softmax_kernel(int rows, int columns,
                                             const float *x /* (rows,columns) */,
                                             float *y /* (rows,columns) */);
#endif

/* Writes every element of y. */
C_LINKAGE void cuda_row_softmax(size_t rows, size_t columns, const float *x /* (rows,columns) */,
                                float *y /* (rows,columns) */);

#endif
