/* kernels/cuda/column_sums.h: the sum of each column of a matrix.
 *
 *     y[j] = sum over i of x[i][j]
 *
 * A block of 256 threads has 32 columns, and 8 threads for each of them: neighbouring threads read neighbouring
 * numbers of a row, and each of the 8 adds up every eighth row. What the 8 have found is added up in shared
 * memory. All in a fixed order: the same numbers give the same bits.
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
