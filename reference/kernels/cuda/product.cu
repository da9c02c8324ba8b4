#include "kernels/cuda/product.h"

#include "kernels/cuda/matmul_registers.h"
#include "kernels/cuda/matmul_split.h"
#include "kernels/cuda/slices.h"

struct cuda_operand cuda_operand(const float *numbers, size_t count, size_t k, bool along_k)
{
    cuda_int(count * k);
    const struct cuda_operand operand = {numbers, cuda_int(count), cuda_int(along_k ? k : count),
                                         along_k};
    return operand;
}

struct cuda_product cuda_product_of(size_t n, size_t k, size_t m, const float *a, const float *b,
                                    float *c)
{
    cuda_int(n * m);
    const struct cuda_product product = {
        cuda_operand(a, n, k, true), cuda_operand(b, m, k, false), cuda_int(k), false, NULL, c};
    return product;
}

void cuda_multiply(const struct cuda_product *product)
{
    const unsigned tiles = cuda_blocks(product->a.count, registers_tile) *
                           cuda_blocks(product->b.count, registers_tile);
    if (tiles >= slices_blocks / 2) { /* at least one for each multiprocessor */
        cuda_multiply_registers(product);
    } else {
        cuda_multiply_split(product);
    }
}
