#include "kernels/cuda/linear.h"

#include "kernels/cuda/column_sums.h"
#include "kernels/cuda/product.h"

void cuda_linear_forward(size_t n, size_t in, size_t out, const float *x, const float *w,
                         const float *b, float *y)
{
    struct cuda_product to_y =
        cuda_product_of(cuda_operand(x, n, in, true), cuda_operand(w, out, in, true), in, y);
    to_y.row = b;
    cuda_multiply(&to_y);
}

void cuda_linear_backward(size_t n, size_t in, size_t out, const float *x, const float *w,
                          const float *dy, float *dx, float *dw, float *db)
{
    if (dx) {
        struct cuda_product to_x = cuda_product_of(cuda_operand(dy, n, out, true),
                                                   cuda_operand(w, in, out, false), out, dx);
        to_x.add = true;
        cuda_multiply(&to_x);
    }
    struct cuda_product to_w =
        cuda_product_of(cuda_operand(dy, out, n, false), cuda_operand(x, in, n, false), n, dw);
    to_w.add = true;
    cuda_multiply(&to_w);
    const struct column_sums how = {true, NULL, 0};
    cuda_column_sums(n, out, dy, &how, db);
}
