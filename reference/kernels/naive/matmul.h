/* kernels/naive/matmul.h: the product of two matrices, c = a b.
 *
 *     c[i][j] = sum over l of a[i][l] b[l][j]          a (n,k), b (k,m) -> c (n,m)
 *
 * All arrays are row-major: a[i][l] is a[i * k + l]. Sizes are at least 1.
 */
#ifndef DESCENT_KERNELS_NAIVE_MATMUL_H
#define DESCENT_KERNELS_NAIVE_MATMUL_H

#include "base/real.h"

#include <stddef.h>

/* Writes every element of c; reads nothing that stood there. */
void matmul_forward(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                    const real *b /* (k,m) */, real *c /* (n,m) */);

/* From dc, the gradient of the loss by c, to the gradients by a and b. It adds to what stands in da
 * and db and does not overwrite it. da and db may be the same array. */
void matmul_backward(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                     const real *b /* (k,m) */, const real *dc /* (n,m) */, real *da /* (n,k) */,
                     real *db /* (k,m) */);

#endif
