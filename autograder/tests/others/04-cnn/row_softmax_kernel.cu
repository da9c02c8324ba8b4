/* The softmax of each row, a warp a row. The header says what the kernel must do. */
#include "kernels/cuda/row_softmax.h"

#include <math.h>

static const unsigned everyone = 0xffffffffu;

/* Lane 0 collects, then tells all. */
__device__ static float warp_largest(float mine)
{
    for (int distance = 1; distance < warp_size; distance *= 2) {
        const float other = __shfl_down_sync(everyone, mine, (unsigned)distance);
        if (other > mine) {
            mine = other;
        }
    }
    return __shfl_sync(everyone, mine, 0);
}

__device__ static float warp_total(float mine)
{
    for (int distance = 1; distance < warp_size; distance *= 2) {
        mine += __shfl_down_sync(everyone, mine, (unsigned)distance);
    }
    return __shfl_sync(everyone, mine, 0);
}

/* Keeps nothing in y: each exponential is computed twice. */
__global__ void row_softmax_kernel(int rows, int columns, const float *x /* (rows,columns) */,
                                   float *y /* (rows,columns) */)
{
    const unsigned warp = threadIdx.x / warp_size, lane = threadIdx.x - warp * warp_size;
    const int row = (int)(blockIdx.x * (blockDim.x / warp_size) + warp);
    if (rows <= row) {
        return;
    }
    const float *const end = x + (row + 1) * columns;

    float largest = -INFINITY;
    for (const float *from = x + row * columns + lane; from < end; from += warp_size) {
        largest = *from > largest ? *from : largest;
    }
    largest = warp_largest(largest);

    float total = 0;
    for (const float *from = x + row * columns + lane; from < end; from += warp_size) {
        total += expf(*from - largest);
    }
    total = warp_total(total);

    float *to = y + row * columns + lane;
    for (const float *from = x + row * columns + lane; from < end; from += warp_size) {
        *to = expf(*from - largest) / total;
        to += warp_size;
    }
}
