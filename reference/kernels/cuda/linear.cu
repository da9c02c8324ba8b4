#include "kernels/cuda/linear.h"

#include "kernels/cuda/column_sums.h"
#include "kernels/cuda/product.h"

void cuda_linear_forward(size_t n, size_t in, size_t out, const float *x, const float *w,
                         const float *b, float *y)
{
    cuda_int(n * out);
    const struct cuda_product product = {
        cuda_operand(x, n, in, true), cuda_operand(w, out, in, true), cuda_int(in), false, b, y};
    cuda_multiply(&product);
}

void cuda_linear_backward(size_t n, size_t in, size_t out, const float *x, const float *w,
                          const float *dy, float *dx, float *dw, float *db)
{
    if (dx) {
        const struct cuda_product to_x = {cuda_operand(dy, n, out, true),
                                          cuda_operand(w, in, out, false),
                                          cuda_int(out),
                                          true,
                                          NULL,
                                          dx};
        cuda_multiply(&to_x);
    }
    const struct cuda_product to_w = {cuda_operand(dy, out, n, false),
                                      cuda_operand(x, in, n, false),
                                      cuda_int(n),
                                      true,
                                      NULL,
                                      dw};
    cuda_multiply(&to_w);
    const struct column_sums how = {true, NULL, 0};
    cuda_column_sums(n, out, dy, &how, db);
}
