#include "kernels/cuda/matmul_tiled.h"

void cuda_matmul_tiled_by(size_t most, size_t n, size_t k, size_t m, const float *a, const float *b,
                          float *c)
{
    cuda_int(n * k);
    cuda_int(k * m);
    cuda_int(n * m);
    const int columns = cuda_int(m);
    const dim3 threads(matmul_tile, matmul_tile);
    for (size_t from = 0; from < n; from += most) {
        const int rows = cuda_int(n - from < most ? n - from : most);
        const dim3 blocks(cuda_blocks(columns, matmul_tile), cuda_blocks(rows, matmul_tile));
        matmul_tiled_kernel<<<blocks, threads, 0, cuda_stream()>>>(rows, cuda_int(k), columns,
                                                                   a + from * k, b, c + from * m);
        cuda_check_launch("matmul_tiled_kernel");
    }
}

void cuda_matmul_tiled(size_t n, size_t k, size_t m, const float *a, const float *b, float *c)
{
    cuda_matmul_tiled_by(matmul_tiled_most_rows, n, k, m, a, b, c);
}
