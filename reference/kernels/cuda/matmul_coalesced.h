/* kernels/cuda/matmul_coalesced.h: the matrix product, a thread an element, neighbours side by side:
 * c (n,m) = a (n,k) b (k,m).
 *
 * The ladder's second rung. One line is another than in matmul_naive.cu: thread i has row i / m and column
 * i % m, so that neighbouring threads have neighbouring columns. The 32 threads of a warp then want 32 numbers
 * of b that lie side by side, four pieces of 32 bytes instead of 32: the access is *coalesced*. Of a they
 * all want the same number, which is sent once to all; what they write lies side by side as well.
 *
 * As many numbers are asked for as before, 2 k a thread; memory sends an eighth of the bytes for b and c.
 */
#ifndef DESCENT_KERNELS_CUDA_MATMUL_COALESCED_H
#define DESCENT_KERNELS_CUDA_MATMUL_COALESCED_H

#include "kernels/cuda/launch.h"

/* Writes every element of c. */
C_LINKAGE void cuda_matmul_coalesced(size_t n, size_t k, size_t m, const float *a /* (n,k) */,
                                     const float *b /* (k,m) */, float *c /* (n,m) */);

#endif
