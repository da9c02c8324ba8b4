/* kernels/fast/product.h: one product of matrices, described. */
#ifndef DESCENT_KERNELS_FAST_PRODUCT_H
#define DESCENT_KERNELS_FAST_PRODUCT_H

#include "base/real.h"

#include <stdbool.h>
#include <stddef.h>

/* c (n,m) = A (n,k) B (k,m), or c += A B. A is what stands in `a`, or its transpose; likewise B. c
 * overlaps neither. */
struct product {
    size_t n, k, m;
    const real *a;     /* (n,k); (k,n) when a_transposed */
    const real *b;     /* (k,m); (m,k) when b_transposed */
    real *c;           /* (n,m) */
    bool a_transposed; /* A[i][l] is a[l * n + i] instead of a[i * k + l] */
    bool b_transposed; /* B[l][j] is b[j * k + l] instead of b[l * m + j] */
    bool add;          /* to what stands in c */
};

#endif
