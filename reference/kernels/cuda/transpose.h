/* kernels/cuda/transpose.h: a matrix turned: y[j][i] = x[i][j].
 *
 * Rows of x lie side by side in memory, and rows of y: whichever way a warp goes, it either reads or writes numbers that
 * lie far apart. So a block takes a tile of 32 x 32: it reads it row by row into shared memory and writes it row by row
 * of y, and the tile is turned where that costs nothing. The tile's rows are 33 numbers apart, so that the 32 numbers of a
 * column lie in 32 different banks.
 */
#ifndef DESCENT_KERNELS_CUDA_TRANSPOSE_H
#define DESCENT_KERNELS_CUDA_TRANSPOSE_H

#include "kernels/cuda/launch.h"

/* Writes every element of y. */
C_LINKAGE void cuda_transpose(size_t rows, size_t columns, const float *x /* (rows,columns) */,
                              float *y /* (columns,rows) */);

#endif
