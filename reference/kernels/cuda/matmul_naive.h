/* kernels/cuda/matmul_naive.h: the matrix product, a thread an element of c: c (n,m) = a (n,k) b (k,m).
 *
 * The ladder's first rung on the device (the others: matmul_coalesced.h, matmul_tiled.h, matmul_registers.h).
 * Thread i has row i % n and column i / n: neighbouring threads have neighbouring rows. That is the natural
 * order of someone who thinks of one thread at a time, and a bad one: the 32 threads of a warp execute the
 * same instruction together, and here their 32 numbers of a lie k numbers apart, and those of c m apart. Memory
 * sends 32 bytes at the least, so that of each such access 4 bytes in 32 are of use.
 */
#ifndef DESCENT_KERNELS_CUDA_MATMUL_NAIVE_H
#define DESCENT_KERNELS_CUDA_MATMUL_NAIVE_H

#include "kernels/cuda/launch.h"

/* Writes every element of c. */
C_LINKAGE void cuda_matmul_naive(size_t n, size_t k, size_t m, const float *a /* (n,k) */,
                                 const float *b /* (k,m) */, float *c /* (n,m) */);

#endif
