/* The matrix product by blocks. The header says what the function must do. */
#include "kernels/ladder/matmul_blocked.h"

#include "base/todo.h"

void matmul_blocked(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                    const real *b /* (k,m) */, real *c /* (n,m) */)
{
    for (size_t i = 0; i < n * m; i++) {
        c[i] = 0;
    }
    for (size_t i0 = 0; i0 < n; i0 += matmul_block) {
        const size_t i1 = i0 + matmul_block < n ? i0 + matmul_block : n;
        for (size_t l0 = 0; l0 < k; l0 += matmul_block) {
            const size_t l1 = l0 + matmul_block < k ? l0 + matmul_block : k;
            for (size_t j0 = 0; j0 < m; j0 += matmul_block) {
                const size_t j1 = j0 + matmul_block < m ? j0 + matmul_block : m;
                for (size_t i = i0; i < i1; i++) {
                    for (size_t l = l0; l < l1; l++) {
                        for (size_t j = j0; j < j1; j++) {
                            c[i * m + j] += a[i * k + l] * b[l * m + j];
                        }
                    }
                }
            }
        }
    }
}
