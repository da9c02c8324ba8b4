/* kernels/cuda/four.h: four neighbouring elements of an array at a time.
 *
 * A kernel that computes little waits for memory, not for arithmetic. A warp of threads that load a float
 * each asks for 128 bytes; one of threads that load a float4, 16 bytes with one instruction, asks for 512.
 * So there are a quarter of the instructions and four times as many bytes under way while a warp waits, which
 * is what keeps the memory busy. All that a kernel need do is say so:
 *
 *     const unsigned i = first_of_four();
 *     const float4 a = load_four(x, i, count);
 *     store_four(y, i, count, make_float4(2 * a.x, 2 * a.y, 2 * a.z, 2 * a.w));
 *
 * A float4 must begin at a multiple of 16 bytes. Where an array does not, or ends within the four, they are
 * loaded and stored one by one; what would lie beyond the end is loaded as 0 and stored nowhere. All lanes of
 * a warp find the same there, but for the last warp.
 *
 * Launch with <<<blocks_of_four(count), threads_of_four>>>.
 */
#ifndef DESCENT_KERNELS_CUDA_FOUR_H
#define DESCENT_KERNELS_CUDA_FOUR_H

#include "kernels/cuda/launch.h"

#include <stdint.h>

enum { threads_of_four = 256 };

/* How many blocks have a thread for every four of `count` > 0 elements. */
static inline unsigned blocks_of_four(int count)
{
    return cuda_blocks(count, 4 * threads_of_four);
}

#ifdef __cplusplus

/* The first of this thread's four. (Unsigned: that of the last thread may be more than the largest int.) */
static __device__ inline unsigned first_of_four(void)
{
    return 4 * (blockIdx.x * blockDim.x + threadIdx.x);
}

static __device__ inline bool is_float4(const float *x, unsigned i, int count)
{
    return i + 4 <= (unsigned)count && (uintptr_t)(x + i) % sizeof(float4) == 0;
}

/* x[i] to x[i + 3]. */
static __device__ inline float4 load_four(const float *x /* (count) */, unsigned i, int count)
{
    if (is_float4(x, i, count)) {
        return *(const float4 *)(x + i);
    }
    const unsigned end = (unsigned)count;
    return make_float4(i < end ? x[i] : 0, i + 1 < end ? x[i + 1] : 0, i + 2 < end ? x[i + 2] : 0,
                       i + 3 < end ? x[i + 3] : 0);
}

/* x[i] = a.x, and so on to x[i + 3]. */
static __device__ inline void store_four(float *x /* (count) */, unsigned i, int count, float4 a)
{
    if (is_float4(x, i, count)) {
        *(float4 *)(x + i) = a;
        return;
    }
    const unsigned end = (unsigned)count;
    if (i < end) {
        x[i] = a.x;
    }
    if (i + 1 < end) {
        x[i + 1] = a.y;
    }
    if (i + 2 < end) {
        x[i + 2] = a.z;
    }
    if (i + 3 < end) {
        x[i + 3] = a.w;
    }
}

/* x[i] += a.x, and so on: what backward kernels do. */
static __device__ inline void add_four(float *x /* (count) */, unsigned i, int count, float4 a)
{
    const float4 b = load_four(x, i, count);
    store_four(x, i, count, make_float4(b.x + a.x, b.y + a.y, b.z + a.z, b.w + a.w));
}

#endif

#endif
