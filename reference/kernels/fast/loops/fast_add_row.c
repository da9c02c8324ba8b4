/* One row added to every row of a matrix. dx and drow may be the same array, so they are added to one
 * after the other. */
#include "kernels/fast/loops/fast_loops.h"

static void add_to(size_t count, const real *dy /* (count) */, real *restrict dx /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        dx[i] += dy[i];
    }
}

void fast_add_row_forward(size_t n, size_t m, const real *x /* (n,m) */, const real *row /* (m) */,
                          real *restrict y /* (n,m) */)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < m; j++) {
            y[i * m + j] = x[i * m + j] + row[j];
        }
    }
}

void fast_add_row_backward(size_t n, size_t m, const real *dy /* (n,m) */, real *dx /* (n,m) */,
                           real *drow /* (m) */)
{
    if (dx) {
        add_to(n * m, dy, dx);
    }
    if (drow) {
        for (size_t i = 0; i < n; i++) {
            add_to(m, dy + i * m, drow);
        }
    }
}
