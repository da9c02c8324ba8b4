/* kernels/cuda/column_sums.h: the sum of each column of a matrix.
 *
 *     y[j] = sum over i of x[i][j]
 *
 * A block has 32 columns and several threads for each of them (columns.h). All is added in a fixed order: the
 * same numbers give the same bits.
 */
#ifndef DESCENT_KERNELS_CUDA_COLUMN_SUMS_H
#define DESCENT_KERNELS_CUDA_COLUMN_SUMS_H

#include "kernels/cuda/launch.h"

#include <stdbool.h>

/* What becomes of the sums. */
struct column_sums {
    bool add;         /* to what stands in y; false: nothing that stood there is read */
    const float *row; /* (length), added to y[j] is row[j % length]; or NULL */
    int length;
};

C_LINKAGE void cuda_column_sums(size_t rows, size_t columns, const float *x /* (rows,columns) */,
                                const struct column_sums *how, float *y /* (columns) */);

#endif
