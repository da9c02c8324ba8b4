/* kernels/cuda/partial_sums.h: the sum over a whole array, in two launches: every block adds up a part of it and
 * writes its *partial sum*; then one block adds up the partial sums.
 *
 * Blocks end in any order. If each added its part to one number with an atomicAdd, the last places of the sum
 * would depend on that order, since floats are rounded after every addition, and no training could be run twice.
 * Here each sum is always made in the same order: the same numbers give the same bits.
 *
 * The partial sums need room on the device (room.h), the same for all sums.
 *
 * Partial sums are doubles: there are few of them, and so rounding does not grow with the array's length.
 */
#ifndef DESCENT_KERNELS_CUDA_PARTIAL_SUMS_H
#define DESCENT_KERNELS_CUDA_PARTIAL_SUMS_H

#include "kernels/cuda/launch.h"
#include "kernels/cuda/reduce.h"

enum {
    partial_blocks = 1024, /* at most; as many as a large GPU runs side by side */
    partial_threads = 256
};

/* How many blocks are launched, when each has room for `per_block` of `count` elements at a time. Each does every
 * so-manieth: first, first + blocks, ... . */
static inline unsigned cuda_partial_blocks(int count, int per_block)
{
    const unsigned blocks = cuda_blocks(count, per_block);
    return blocks < partial_blocks ? blocks : (unsigned)partial_blocks;
}

/* Room on the device for two sums' partial ones. */
C_LINKAGE double *cuda_partial_sums(void); /* (2,partial_blocks) */

#ifdef __cplusplus

/* For a kernel of one block: thread 0 has the sum of the partial ones. */
static __device__ inline double sum_of_partial(int blocks, const double *partial /* (blocks) */)
{
    double sum = 0;
    for (int i = threadIdx.x; i < blocks; i += blockDim.x) {
        sum += partial[i];
    }
    return block_sum(sum);
}

#endif

/* loss <- the sum of row 0, divided by count, or, when that is 0, by the sum of row 1. */
C_LINKAGE void cuda_mean_of_partial_sums(unsigned blocks, size_t count, float *loss /* (1) */);

#endif
