/* The matrix product with tiles in shared memory. The header says what the kernel must do. */
#include "kernels/cuda/matmul_tiled.h"

#include "base/todo.h"

__global__ void matmul_tiled_kernel(int n, int k, int m, const float *a /* (n,k) */,
                                    const float *b /* (k,m) */, float *c /* (n,m) */)
{
    __shared__ float tile_a[matmul_tile][matmul_tile];
    __shared__ float tile_b[matmul_tile][matmul_tile];
    const int tx = threadIdx.x, ty = threadIdx.y;
    const int row = blockIdx.y * matmul_tile + ty, column = blockIdx.x * matmul_tile + tx;

    float sum = 0;
    for (int from = 0; from < k; from += matmul_tile) {
        /* zeros beyond the edges add nothing; every thread loads, also those that own no element of c */
        tile_a[ty][tx] = row < n && from + tx < k ? a[row * k + from + tx] : 0;
        tile_b[ty][tx] = from + ty < k && column < m ? b[(from + ty) * m + column] : 0;
        __syncthreads(); /* the tiles are complete */
        for (int l = 0; l < matmul_tile; l++) {
            sum += tile_a[ty][l] * tile_b[l][tx];
        }
        __syncthreads(); /* nobody reads them any more */
    }
    if (row < n && column < m) {
        c[row * m + column] = sum;
    }
}
