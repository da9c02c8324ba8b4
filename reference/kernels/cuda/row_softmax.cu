#include "kernels/cuda/row_softmax.h"

enum { threads = 128, rows_of_a_block = threads / warp_size };

void cuda_row_softmax(size_t rows, size_t columns, const float *x, float *y)
{
    const int n = cuda_int(rows);
    cuda_int(rows * columns);
    row_softmax_kernel<<<cuda_blocks(n, rows_of_a_block), threads, 0, cuda_stream()>>>(
        n, cuda_int(columns), x, y);
    cuda_check_launch("row_softmax_kernel");
}
