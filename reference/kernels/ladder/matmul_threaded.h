/* kernels/ladder/matmul_threaded.h: the matrix product, its rows shared by threads.
 *
 * c (n,m) = a (n,k) b (k,m), as matmul_forward computes it (kernels/naive/matmul.h). A row of c needs one row of
 * a, all of b, and nothing of the other rows: so each thread takes some rows and multiplies them by tiles
 * (kernels/ladder/matmul_tiled.h), without a word to the others until the end. No sum is cut, so the result is
 * the tiled product's to the last bit, however many threads there are.
 *
 * The threads are those of kernels/fast/threads.h; unless threads_start was called there is one.
 */
#ifndef DESCENT_KERNELS_LADDER_MATMUL_THREADED_H
#define DESCENT_KERNELS_LADDER_MATMUL_THREADED_H

#include "base/real.h"

#include <stddef.h>

/* Writes every element of c; reads nothing that stood there. */
void matmul_threaded(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                     const real *b /* (k,m) */, real *c /* (n,m) */);

#endif
