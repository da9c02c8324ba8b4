/* kernels/cuda/reduce.h: one number of many threads' numbers: the largest, or their sum.
 *
 * The 32 lanes of a warp hand numbers to each other through registers, by shuffles. In five steps, of distance 16,
 * 8, 4, 2 and 1, lane l takes in what lane l + distance has gathered: after the first, lanes 0 to 15 have gathered
 * all, and at the end lane 0 has. What other lanes have then is of no use. A block's sum is made of its warps'
 * sums, which go through shared memory to the first warp.
 *
 * All lanes of the warp, and for block_sum all threads of the block, must take part; a block has one dimension, and
 * a multiple of 32 threads. Each result depends on the numbers alone: the order of additions is fixed.
 */
#ifndef DESCENT_KERNELS_CUDA_REDUCE_H
#define DESCENT_KERNELS_CUDA_REDUCE_H

#include "kernels/cuda/launch.h"

#ifdef __cplusplus

static const unsigned all_lanes = 0xffffffff;

/* Lane 0 has the sum of the lanes' x. */
static __device__ inline float warp_sum(float x)
{
    for (int distance = warp_size / 2; distance > 0; distance /= 2) {
        x += __shfl_down_sync(all_lanes, x, distance);
    }
    return x;
}

static __device__ inline double warp_sum_double(double x)
{
    for (int distance = warp_size / 2; distance > 0; distance /= 2) {
        x += __shfl_down_sync(all_lanes, x, distance);
    }
    return x;
}

/* Lane 0 has the largest. */
static __device__ inline float warp_max(float x)
{
    for (int distance = warp_size / 2; distance > 0; distance /= 2) {
        x = fmaxf(x, __shfl_down_sync(all_lanes, x, distance));
    }
    return x;
}

/* Lane 0's x, in all lanes. */
static __device__ inline float of_first_lane(float x)
{
    return __shfl_sync(all_lanes, x, 0);
}

/* Thread 0 has the sum of the threads' x. */
static __device__ inline double block_sum(double x)
{
    __shared__ double of_warp[warp_size];
    const int lane = threadIdx.x % warp_size, warp = threadIdx.x / warp_size;
    const int warps = blockDim.x / warp_size;
    x = warp_sum_double(x);
    if (lane == 0) {
        of_warp[warp] = x;
    }
    __syncthreads(); /* all warps' sums are there */
    if (warp == 0) {
        x = warp_sum_double(lane < warps ? of_warp[lane] : 0);
    }
    __syncthreads(); /* nobody reads them any more: the next sum may come */
    return x;
}

#endif

#endif
