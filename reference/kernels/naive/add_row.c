#include "kernels/naive/add_row.h"

void add_row_forward(size_t n, size_t m, const real *x /* (n,m) */, const real *row /* (m) */,
                     real *y /* (n,m) */)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < m; j++) {
            y[i * m + j] = x[i * m + j] + row[j];
        }
    }
}

void add_row_backward(size_t n, size_t m, const real *dy /* (n,m) */, real *dx /* (n,m) */,
                      real *drow /* (m) */)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < m; j++) {
            if (dx) {
                dx[i * m + j] += dy[i * m + j];
            }
            if (drow) {
                drow[j] += dy[i * m + j];
            }
        }
    }
}
