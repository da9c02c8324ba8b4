#include "kernels/ladder/matmul_ordered.h"

void matmul_ordered(size_t n, size_t k, size_t m, const real *a, const real *b, real *c)
{
    for (size_t i = 0; i < n; i++) {
        real *const row = c + i * m;
        for (size_t j = 0; j < m; j++) {
            row[j] = 0;
        }
        for (size_t l = 0; l < k; l++) {
            const real scale = a[i * k + l];
            for (size_t j = 0; j < m; j++) {
                row[j] += scale * b[l * m + j];
            }
        }
    }
}
