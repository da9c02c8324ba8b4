#include "kernels/cuda/transpose.h"

enum {
    side = 32,   /* of a tile */
    together = 8 /* rows of it that a block moves at a time */
};

static __global__ void transpose_kernel(int rows, int columns, const float *x, float *y)
{
    __shared__ float tile[side][side + 1];
    const int tx = threadIdx.x, tiles_across = (columns + side - 1) / side;
    const int row = blockIdx.x / tiles_across * side, column = blockIdx.x % tiles_across * side;
    for (int i = threadIdx.y; i < side && row + i < rows; i += together) {
        if (column + tx < columns) {
            tile[i][tx] = x[(row + i) * columns + column + tx];
        }
    }
    __syncthreads(); /* the tile is complete */
    for (int j = threadIdx.y; j < side && column + j < columns; j += together) {
        if (row + tx < rows) {
            y[(column + j) * rows + row + tx] = tile[tx][j];
        }
    }
}

void cuda_transpose(size_t rows, size_t columns, const float *x, float *y)
{
    cuda_int(rows * columns);
    const int n = cuda_int(rows), m = cuda_int(columns);
    const unsigned blocks = cuda_blocks(n, side) * cuda_blocks(m, side);
    transpose_kernel<<<blocks, dim3(side, together), 0, cuda_stream()>>>(n, m, x, y);
    cuda_check_launch("transpose_kernel");
}
