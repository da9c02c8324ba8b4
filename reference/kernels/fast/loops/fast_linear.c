/* The linear layer, forward and backward, from products of matrices. */
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/loops/fast_product.h"

void fast_linear_forward(size_t n, size_t in, size_t out, const real *x /* (n,in) */,
                         const real *w /* (out,in) */, const real *b /* (out) */,
                         real *restrict y /* (n,out) */)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t o = 0; o < out; o++) {
            y[i * out + o] = b[o];
        }
    }
    fast_multiply(&(struct product){
        .n = n, .k = in, .m = out, .a = x, .b = w, .b_transposed = true, .c = y, .add = true});
}

static void add_rows(size_t n, size_t out, const real *dy /* (n,out) */,
                     real *restrict db /* (out) */)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t o = 0; o < out; o++) {
            db[o] += dy[i * out + o];
        }
    }
}

void fast_linear_backward(size_t n, size_t in, size_t out, const real *x /* (n,in) */,
                          const real *w /* (out,in) */, const real *dy /* (n,out) */,
                          real *dx /* (n,in), or NULL */, real *dw /* (out,in) */,
                          real *db /* (out) */)
{
    /* dx (n,in) += dy (n,out) w (out,in), dw (out,in) += dy^T (out,n) x (n,in) */
    if (dx) {
        fast_multiply(
            &(struct product){.n = n, .k = out, .m = in, .a = dy, .b = w, .c = dx, .add = true});
    }
    fast_multiply(&(struct product){
        .n = out, .k = n, .m = in, .a = dy, .a_transposed = true, .b = x, .c = dw, .add = true});
    add_rows(n, out, dy, db);
}
