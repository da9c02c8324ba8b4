#include "kernels/cuda/matmul.h"

#include "kernels/cuda/product.h"

void cuda_matmul_forward(size_t n, size_t k, size_t m, const float *a, const float *b, float *c)
{
    const struct cuda_product product = cuda_product_of(n, k, m, a, b, c);
    cuda_multiply(&product);
}

void cuda_matmul_backward(size_t n, size_t k, size_t m, const float *a, const float *b,
                          const float *dc, float *da, float *db)
{
    const struct cuda_product to_a = {
        cuda_operand(dc, n, m, true), cuda_operand(b, k, m, true), cuda_int(m), true, NULL, da};
    cuda_multiply(&to_a);
    const struct cuda_product to_b = {
        cuda_operand(a, k, n, false), cuda_operand(dc, m, n, false), cuda_int(n), true, NULL, db};
    cuda_multiply(&to_b);
}
