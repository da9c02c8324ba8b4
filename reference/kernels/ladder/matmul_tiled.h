/* kernels/ladder/matmul_tiled.h: the matrix product by tiles whose sums stay in registers.
 *
 * c (n,m) = a (n,k) b (k,m), as matmul_forward computes it (kernels/naive/matmul.h). With the loops in a good
 * order a step still loads a vector of b, loads and stores one of c, and multiplies once: the processor moves
 * three vectors for each product, and it can multiply two vectors in the time in which it loads two.
 *
 * So keep c in registers. A tile is a few rows and a few vectors of columns of c, for instance 8 by 2:
 *
 *              b[l]:   [   vector   ][   vector   ]
 *     a[0][l]          [  sum 0,0   ][  sum 0,1   ]          one step along k: load 2 vectors of b and 8 numbers
 *     a[1][l]          [  sum 1,0   ][  sum 1,1   ]          of a, and multiply all with all: 16 products of
 *       ...                  ...           ...               vectors for 10 loads, and c is not touched
 *     a[7][l]          [  sum 7,0   ][  sum 7,1   ]
 *
 * The many sums are there for another reason as well: a multiplication and addition takes some four steps of
 * the clock, and two can begin in each, so at least eight that do not wait for each other must be under way.
 * How many fit hangs on how many registers there are (tile_rows).
 *
 * The columns of b that a tile needs lie in memory m numbers apart from row to row: for m = 1024 every row of
 * them falls onto the same few places of the cache. So they are copied first, `tile_depth` rows of them,
 * side by side into a *panel*, which then serves all rows of c.
 *
 * Vectors are gcc's and clang's (kernels/fast/loops/fast_vector.h): as long as the registers for which the
 * file is compiled. Where the compiler may join a multiplication and an addition (-ffp-contract=fast) a
 * sum is rounded once a step instead of twice; sums go along k in pieces of tile_depth.
 */
#ifndef DESCENT_KERNELS_LADDER_MATMUL_TILED_H
#define DESCENT_KERNELS_LADDER_MATMUL_TILED_H

#include "base/real.h"

#include <stddef.h>

/* Writes every element of c; reads nothing that stood there. No size need be a multiple of the tile's. */
void matmul_tiled(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                  const real *b /* (k,m) */, real *c /* (n,m) */);

#endif
