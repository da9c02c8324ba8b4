#include "kernels/cuda/column_sums.h"

#include "kernels/cuda/columns.h"

static __global__ void column_sums_kernel(int rows, int columns,
                                          const float *x /* (rows,columns) */,
                                          struct column_sums how, float *y /* (columns) */)
{
    const int j = blockIdx.x * column_width + threadIdx.x;
    const float sum = sum_down_column(rows, columns, j, x);
    if (threadIdx.y == 0 && j < columns) {
        const float made = sum + (how.row ? how.row[j % how.length] : 0);
        y[j] = how.add ? y[j] + made : made;
    }
}

void cuda_column_sums(size_t rows, size_t columns, const float *x, const struct column_sums *how,
                      float *y)
{
    cuda_int(rows * columns);
    const int m = cuda_int(columns);
    const dim3 threads(column_width, column_rows);
    column_sums_kernel<<<cuda_blocks(m, column_width), threads, 0, cuda_stream()>>>(cuda_int(rows),
                                                                                    m, x, *how, y);
    cuda_check_launch("column_sums_kernel");
}
