/* kernels/cuda/matmul.h: the backend's product of two matrices on the device: naive/matmul.h. Which kernel
 * computes it is cuda_multiply's choice (product.h). */
#ifndef DESCENT_KERNELS_CUDA_MATMUL_H
#define DESCENT_KERNELS_CUDA_MATMUL_H

#include "kernels/cuda/launch.h"

/* c (n,m) = a (n,k) b (k,m). Writes every element of c. */
C_LINKAGE void cuda_matmul_forward(size_t n, size_t k, size_t m, const float *a /* (n,k) */,
                                   const float *b /* (k,m) */, float *c /* (n,m) */);

/* da (n,k) += dc (n,m) b^T, db (k,m) += a^T dc. da and db may be the same array. */
C_LINKAGE void cuda_matmul_backward(size_t n, size_t k, size_t m, const float *a /* (n,k) */,
                                    const float *b /* (k,m) */, const float *dc /* (n,m) */,
                                    float *da /* (n,k) */, float *db /* (k,m) */);

#endif
