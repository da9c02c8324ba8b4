/* kernels/ladder/matmul_ordered.h: the matrix product, its loops in another order.
 *
 * c (n,m) = a (n,k) b (k,m), as matmul_forward computes it (kernels/naive/matmul.h). There the innermost loop
 * goes down a column of b: from each number to the next it is m numbers in memory, and of the 64 bytes that
 * memory sends at once it uses one number. The three loops may stand in any order. With j innermost, b and c
 * are both walked through in the order in which they lie:
 *
 *     row i of c += a[i][l] * row l of b              for each l
 *
 * Each step is independent of the one before it, so that the compiler can do a vector of them at a time;
 * the sum along a column is a chain, in which each addition waits for the last.
 *
 * The sums still go along k in the plain product's order.
 */
#ifndef DESCENT_KERNELS_LADDER_MATMUL_ORDERED_H
#define DESCENT_KERNELS_LADDER_MATMUL_ORDERED_H

#include "base/real.h"

#include <stddef.h>

/* Writes every element of c; reads nothing that stood there. */
void matmul_ordered(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                    const real *b /* (k,m) */, real *c /* (n,m) */);

#endif
