/* kernels/ladder/matmul_blocked.h: the matrix product by blocks that the cache can hold.
 *
 * c (n,m) = a (n,k) b (k,m), as matmul_forward computes it (kernels/naive/matmul.h). There each row of a
 * walks through the whole of b, and when b is larger than the cache, every number of it comes from memory
 * again for each row. Here the three loops go block by block, `matmul_block` rows and columns at a time,
 * and inside of a block element by element: a block of b is used for a whole block of rows while it is
 * still in the cache.
 *
 * The sums go along k in the same order as the plain product's, so they are the same to the last bit when c
 * itself collects them.
 */
#ifndef DESCENT_KERNELS_LADDER_MATMUL_BLOCKED_H
#define DESCENT_KERNELS_LADDER_MATMUL_BLOCKED_H

#include "base/real.h"

#include <stddef.h>

/* Three blocks of 32 by 32 floats are 12 KiB: they fit into a cache of 32 KiB. */
enum { matmul_block = 32 };

/* Writes every element of c; reads nothing that stood there. No size need be a multiple of the block's. */
void matmul_blocked(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                    const real *b /* (k,m) */, real *c /* (n,m) */);

#endif
