/* kernels/cuda/philox.h: random numbers that each thread makes for itself.
 *
 * A generator such as base/pcg32.h goes from state to state: number 1000 comes after number 999. A million threads
 * cannot wait for each other like that. Philox has no state: it is a function of a counter and a key, which mixes
 * the counter's 128 bits so thoroughly that the results of 0, 1, 2, ... are random numbers, 128 bits each. Every
 * thread takes a counter of its own, and the same counter and key give the same numbers in any order, on any
 * device.
 *
 * Philox4x32-10: ten rounds of two multiplications, whose upper and lower halves change places; after each round
 * the key moves on. Source: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011, section 3.3.
 * It gives the numbers that the authors publish (Random123, kat_vectors).
 */
#ifndef DESCENT_KERNELS_CUDA_PHILOX_H
#define DESCENT_KERNELS_CUDA_PHILOX_H

#include "kernels/cuda/launch.h"

#ifdef __cplusplus

/* One round. */
static __device__ inline uint4 philox_round(uint4 counter, uint2 key)
{
    const unsigned long long a = 0xd2511f53ULL * counter.x, b = 0xcd9e8d57ULL * counter.z;
    return make_uint4((unsigned)(b >> 32) ^ counter.y ^ key.x, (unsigned)b,
                      (unsigned)(a >> 32) ^ counter.w ^ key.y, (unsigned)a);
}

/* Four random numbers of 32 bits. */
static __device__ inline uint4 philox(uint4 counter, uint2 key)
{
    for (int round = 0; round < 10; round++) {
        counter = philox_round(counter, key);
        key.x += 0x9e3779b9U; /* the golden ratio's bits */
        key.y += 0xbb67ae85U; /* the root of 3's, less 1 */
    }
    return counter;
}

/* A real in [0, 1), of the upper 24 bits, as pcg32_uniform's is. */
static __device__ inline float philox_uniform(unsigned bits)
{
    return (float)(bits >> 8) * 0x1p-24F;
}

#endif

#endif
