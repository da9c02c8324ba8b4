#include "kernels/cuda/matmul.h"

#include "kernels/cuda/product.h"

void cuda_matmul_forward(size_t n, size_t k, size_t m, const float *a, const float *b, float *c)
{
    const struct cuda_product product = cuda_plain_product(n, k, m, a, b, c);
    cuda_multiply(&product);
}

void cuda_matmul_backward(size_t n, size_t k, size_t m, const float *a, const float *b,
                          const float *dc, float *da, float *db)
{
    struct cuda_product to_a =
        cuda_product_of(cuda_operand(dc, n, m, true), cuda_operand(b, k, m, true), m, da);
    to_a.add = true;
    cuda_multiply(&to_a);
    struct cuda_product to_b =
        cuda_product_of(cuda_operand(a, k, n, false), cuda_operand(dc, m, n, false), n, db);
    to_b.add = true;
    cuda_multiply(&to_b);
}
