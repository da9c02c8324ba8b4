#include "kernels/cuda/column_sums.h"

enum { lines = 8 /* threads that share a column */, threads = lines * warp_size };

static __global__ void column_sums_kernel(int rows, int columns,
                                          const float *x /* (rows,columns) */,
                                          struct column_sums how, float *y /* (columns) */)
{
    __shared__ float of_line[lines][warp_size];
    const int lane = threadIdx.x % warp_size, line = threadIdx.x / warp_size;
    const int j = blockIdx.x * warp_size + lane;

    float sum = 0;
    for (int i = line; i < rows && j < columns; i += lines) {
        sum += x[i * columns + j];
    }
    of_line[line][lane] = sum;
    __syncthreads(); /* all lines are there */
    if (line > 0 || j >= columns) {
        return;
    }
    for (int other = 1; other < lines; other++) {
        sum += of_line[other][lane];
    }
    sum += how.row ? how.row[j % how.length] : 0;
    y[j] = how.add ? y[j] + sum : sum;
}

void cuda_column_sums(size_t rows, size_t columns, const float *x, const struct column_sums *how,
                      float *y)
{
    cuda_int(rows * columns);
    const int m = cuda_int(columns);
    column_sums_kernel<<<cuda_blocks(m, warp_size), threads, 0, cuda_stream()>>>(cuda_int(rows), m,
                                                                                 x, *how, y);
    cuda_check_launch("column_sums_kernel");
}
