/* kernels/cuda/columns.h: sums along the columns of a matrix (n,m).
 *
 * A block has 32 columns and 16 threads for each of them, a warp a row of 32: so a warp's 32 loads lie side by side
 * in memory. Thread (tx,ty) goes down rows ty, ty + 16, ty + 32, ... of its column; then the 16 threads' sums, in
 * shared memory, become the column's, added in the same order in every run.
 *
 *     const float sum = sum_down_column(n, m, j, x); // of the numbers themselves
 *     const float squares = sum_of_column(own);      // of what each thread made of its rows' numbers
 *
 * Threads of columns that are not there take part with 0: both have barriers.
 */
#ifndef DESCENT_KERNELS_CUDA_COLUMNS_H
#define DESCENT_KERNELS_CUDA_COLUMNS_H

#include "kernels/cuda/launch.h"

enum {
    column_width = 32, /* threads along x: columns of a block */
    column_rows = 16   /* threads along y: of one column */
};

#ifdef __cplusplus

/* The sum of `own` over the column's threads, which all have it. */
static __device__ inline float sum_of_column(float own)
{
    __shared__ float part[column_rows][column_width];
    part[threadIdx.y][threadIdx.x] = own;
    __syncthreads(); /* all parts are there */
    float sum = 0;
    for (int i = 0; i < column_rows; i++) {
        sum += part[i][threadIdx.x];
    }
    __syncthreads(); /* nobody reads them any more: the next sum may come */
    return sum;
}

/* The sum of x[0][j], ..., x[n - 1][j], which all of the column's threads have; 0 when there is no column j. */
static __device__ inline float sum_down_column(int n, int m, int j, const float *x /* (n,m) */)
{
    float own = 0;
    for (int i = threadIdx.y; i < n && j < m; i += column_rows) {
        own += x[i * m + j];
    }
    return sum_of_column(own);
}

#endif

#endif
