/* The matrix product with tiles in shared memory. The header says what the kernel must do. */
#include "kernels/cuda/matmul_tiled.h"

/* An element of a matrix, 0 beside it. */
__device__ static float element(const float *matrix, int rows, int columns, int row, int column)
{
    if (row < rows && column < columns) {
        return matrix[row * columns + column];
    }
    return 0;
}

/* The tile of a lies turned round, [inner][row], and its rows are one longer than needed, so that threads
 * that store down a column meet different banks. */
__global__ void matmul_tiled_kernel(int n, int k, int m, const float *a /* (n,k) */,
                                    const float *b /* (k,m) */, float *c /* (n,m) */)
{
    __shared__ float turned[matmul_tile][matmul_tile + 1];
    __shared__ float straight[matmul_tile][matmul_tile];
    const int across = (int)threadIdx.x, down = (int)threadIdx.y;
    const int column = (int)(blockIdx.x * matmul_tile) + across;
    const int row = (int)(blockIdx.y * matmul_tile) + down;
    float dot = 0;
    for (int start = 0; start < k; start += matmul_tile) {
        if (start > 0) {
            __syncthreads(); /* the last tiles have been read */
        }
        turned[across][down] = element(a, n, k, row, start + across);
        straight[down][across] = element(b, k, m, start + down, column);
        __syncthreads(); /* these stand */
        const int width = k - start < matmul_tile ? k - start : matmul_tile;
        for (int inner = 0; inner < width; ++inner) {
            dot += turned[inner][down] * straight[inner][across];
        }
    }
    if (row < n && column < m) {
        c[row * m + column] = dot;
    }
}
