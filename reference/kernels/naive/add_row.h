/* kernels/naive/add_row.h: one row added to every row of a matrix: a bias over a batch.
 *
 *     y[i][j] = x[i][j] + row[j]          x (n,m), row (m) -> y (n,m)
 */
#ifndef DESCENT_KERNELS_NAIVE_ADD_ROW_H
#define DESCENT_KERNELS_NAIVE_ADD_ROW_H

#include "base/real.h"

#include <stddef.h>

/* Writes every element of y. */
void add_row_forward(size_t n, size_t m, const real *x /* (n,m) */, const real *row /* (m) */,
                     real *y /* (n,m) */);

/* dx += dy; drow += the sum of dy's rows. Either is NULL when nobody wants it. */
void add_row_backward(size_t n, size_t m, const real *dy /* (n,m) */, real *dx /* (n,m) */,
                      real *drow /* (m) */);

#endif
