/* The matrix product by blocks. The header says what the function must do. */
#include "kernels/ladder/matmul_blocked.h"

#include <string.h>

static size_t end_of_block(size_t start, size_t size)
{
    const size_t end = start + matmul_block;
    return end > size ? size : end;
}

void matmul_blocked(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                    const real *b /* (k,m) */, real *c /* (n,m) */)
{
    memset(c, 0, n * m * sizeof *c);
    for (size_t right = 0; right < m; right += matmul_block) {
        for (size_t middle = 0; middle < k; middle += matmul_block) {
            for (size_t down = 0; down < n; down += matmul_block) {
                for (size_t row = down; row < end_of_block(down, n); ++row) {
                    for (size_t inner = middle; inner < end_of_block(middle, k); ++inner) {
                        const real factor = a[row * k + inner];
                        for (size_t column = right; column < end_of_block(right, m); ++column) {
                            c[row * m + column] += factor * b[inner * m + column];
                        }
                    }
                }
            }
        }
    }
}
