/* The product of two matrices. The header says what each function must do. */
#include "kernels/naive/matmul.h"

void matmul_forward(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                    const real *b /* (k,m) */, real *c /* (n,m) */)
{
    for (size_t col = 0; col < m; ++col) {
        for (size_t row = 0; row < n; ++row) {
            real meet = 0;
            for (size_t l = 0; l < k; ++l) {
                meet += a[row * k + l] * b[l * m + col];
            }
            c[row * m + col] = meet;
        }
    }
}

void matmul_backward(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                     const real *b /* (k,m) */, const real *dc /* (n,m) */, real *da /* (n,k) */,
                     real *db /* (k,m) */)
{
    for (size_t col = 0; col < m; ++col) {
        for (size_t row = 0; row < n; ++row) {
            for (size_t l = 0; l < k; ++l) {
                da[row * k + l] += dc[row * m + col] * b[l * m + col];
                db[l * m + col] += dc[row * m + col] * a[row * k + l];
            }
        }
    }
}
