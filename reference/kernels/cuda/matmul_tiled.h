/* kernels/cuda/matmul_tiled.h: the matrix product with tiles in shared memory: c (n,m) = a (n,k) b (k,m).
 *
 * A block of 16 x 16 threads makes a tile of 16 x 16 elements of c, a thread an element. It walks along k in
 * steps of 16: all threads together load a tile of a and one of b into shared memory, wait for each other,
 * and each adds up its 16 products. So a number of a or b is read from global memory once a block, not once a
 * thread: a sixteenth of the bytes. n, k and m need not be multiples of 16.
 */
#ifndef DESCENT_KERNELS_CUDA_MATMUL_TILED_H
#define DESCENT_KERNELS_CUDA_MATMUL_TILED_H

#include "kernels/cuda/launch.h"

enum { matmul_tile = 16 };

#ifdef __cplusplus
/* Blocks have (matmul_tile,matmul_tile) threads, x along m and y along n. */
C_LINKAGE __global__ void matmul_tiled_kernel(int n, int k, int m, const float *a /* (n,k) */,
                                              const float *b /* (k,m) */, float *c /* (n,m) */);
#endif

enum {
    matmul_tiled_most_rows = 65535 * matmul_tile
}; /* of c in a launch: CUDA has so many blocks along y */

/* Writes every element of c. */
C_LINKAGE void cuda_matmul_tiled(size_t n, size_t k, size_t m, const float *a /* (n,k) */,
                                 const float *b /* (k,m) */, float *c /* (n,m) */);

/* The same, `most` rows a launch, a multiple of matmul_tile. */
C_LINKAGE void cuda_matmul_tiled_by(size_t most, size_t n, size_t k, size_t m,
                                    const float *a /* (n,k) */, const float *b /* (k,m) */,
                                    float *c /* (n,m) */);

#endif
