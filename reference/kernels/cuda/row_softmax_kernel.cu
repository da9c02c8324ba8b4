/* Softmax of rows, a warp a row. The header says what the kernel must do. */
#include "kernels/cuda/row_softmax.h"

#include "base/todo.h"

__global__ void row_softmax_kernel(int rows, int columns, const float *x /* (rows,columns) */,
                                   float *y /* (rows,columns) */)
{
    const unsigned all_lanes = 0xffffffff;
    const int lane = threadIdx.x % warp_size, warp = threadIdx.x / warp_size;
    const int row = blockIdx.x * (blockDim.x / warp_size) + warp;
    if (row >= rows) { /* for all lanes of the warp alike: none is missing from a shuffle */
        return;
    }
    x += row * columns;
    y += row * columns;

    float largest = -INFINITY;
    for (int j = lane; j < columns; j += warp_size) {
        largest = fmaxf(largest, x[j]);
    }
    /* xor: both lanes of a pair get both numbers, and at the end all lanes have the same */
    for (int distance = warp_size / 2; distance > 0; distance /= 2) {
        largest = fmaxf(largest, __shfl_xor_sync(all_lanes, largest, distance));
    }

    float sum = 0;
    for (int j = lane; j < columns; j += warp_size) {
        sum += expf(x[j] - largest);
    }
    for (int distance = warp_size / 2; distance > 0; distance /= 2) {
        sum += __shfl_xor_sync(all_lanes, sum, distance);
    }

    for (int j = lane; j < columns; j += warp_size) {
        y[j] = expf(x[j] - largest) / sum;
    }
}
