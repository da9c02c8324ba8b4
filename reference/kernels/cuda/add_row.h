/* kernels/cuda/add_row.h: one row added to every row of a matrix, on the device: naive/add_row.h's formulas.
 *
 *     y[i][j] = x[i][j] + row[j];   dx += dy,  drow += the sum of dy's rows
 *
 * Forward and dx: four elements a thread (four.h). drow: the sums of columns (column_sums.h); the same numbers always
 * give the same bits.
 */
#ifndef DESCENT_KERNELS_CUDA_ADD_ROW_H
#define DESCENT_KERNELS_CUDA_ADD_ROW_H

#include "kernels/cuda/launch.h"

/* Writes every element of y. */
C_LINKAGE void cuda_add_row_forward(size_t n, size_t m, const float *x /* (n,m) */,
                                    const float *row /* (m) */, float *y /* (n,m) */);

/* Adds to dx and drow. Either is NULL when nobody wants it. */
C_LINKAGE void cuda_add_row_backward(size_t n, size_t m, const float *dy /* (n,m) */,
                                     float *dx /* (n,m) */, float *drow /* (m) */);

#endif
