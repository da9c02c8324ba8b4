/* The product of two matrices. The header says what each function must do. */
#include "kernels/naive/matmul.h"

#include "base/todo.h"

void matmul_forward(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                    const real *b /* (k,m) */, real *c /* (n,m) */)
{
    /* Exercise 2.6, 14 points: the product of two matrices.
     * Write your lines here and delete the TODO. */
    TODO("2.6", n, k, m, a, b, c);
}

void matmul_backward(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                     const real *b /* (k,m) */, const real *dc /* (n,m) */, real *da /* (n,k) */,
                     real *db /* (k,m) */)
{
    /* Exercise 2.6, 14 points: the product of two matrices.
     * Write your lines here and delete the TODO. */
    TODO("2.6", n, k, m, a, b, dc, da, db);
}
