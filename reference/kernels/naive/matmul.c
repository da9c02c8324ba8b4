/* The product of two matrices. The header says what each function must do. */
#include "kernels/naive/matmul.h"

#include "base/todo.h"

void matmul_forward(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                    const real *b /* (k,m) */, real *c /* (n,m) */)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < m; j++) {
            real sum = 0;
            for (size_t l = 0; l < k; l++) {
                sum += a[i * k + l] * b[l * m + j];
            }
            c[i * m + j] = sum;
        }
    }
}

void matmul_backward(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                     const real *b /* (k,m) */, const real *dc /* (n,m) */, real *da /* (n,k) */,
                     real *db /* (k,m) */)
{
    /* da (n,k) += dc (n,m) b^T (m,k), and db (k,m) += a^T (k,n) dc (n,m) */
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < m; j++) {
            const real above = dc[i * m + j];
            for (size_t l = 0; l < k; l++) {
                da[i * k + l] += above * b[l * m + j];
                db[l * m + j] += above * a[i * k + l];
            }
        }
    }
}
