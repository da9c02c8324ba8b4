/* The product of two matrices, forward and backward, from products of matrices. */
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/loops/fast_product.h"

void fast_matmul_forward(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                         const real *b /* (k,m) */, real *c /* (n,m) */)
{
    fast_multiply(&(struct product){.n = n, .k = k, .m = m, .a = a, .b = b, .c = c});
}

void fast_matmul_backward(size_t n, size_t k, size_t m, const real *a /* (n,k) */,
                          const real *b /* (k,m) */, const real *dc /* (n,m) */,
                          real *da /* (n,k) */, real *db /* (k,m) */)
{
    /* da (n,k) += dc (n,m) b^T (m,k), then db (k,m) += a^T (k,n) dc (n,m) */
    fast_multiply(&(struct product){
        .n = n, .k = m, .m = k, .a = dc, .b = b, .b_transposed = true, .c = da, .add = true});
    fast_multiply(&(struct product){
        .n = k, .k = n, .m = m, .a = a, .a_transposed = true, .b = dc, .c = db, .add = true});
}
