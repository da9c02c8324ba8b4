#include "kernels/cuda/product.h"

#include "kernels/cuda/matmul_registers.h"
#include "kernels/cuda/matmul_split.h"
#include "kernels/cuda/multiply_tiled.h"
#include "kernels/cuda/slices.h"

struct cuda_operand cuda_operand(const float *numbers, size_t count, size_t k, bool along_k)
{
    cuda_int(count * k);
    const struct cuda_operand operand = {numbers, cuda_int(count), cuda_int(along_k ? k : count),
                                         along_k};
    return operand;
}

struct cuda_product cuda_product_of(struct cuda_operand a, struct cuda_operand b, size_t k,
                                    float *c)
{
    cuda_int((size_t)a.count * (size_t)b.count);
    const struct cuda_product product = {a, b, cuda_int(k), false, NULL, NULL, c};
    return product;
}

struct cuda_product cuda_plain_product(size_t n, size_t k, size_t m, const float *a, const float *b,
                                       float *c)
{
    return cuda_product_of(cuda_operand(a, n, k, true), cuda_operand(b, m, k, false), k, c);
}

static enum cuda_product_way way;

void cuda_product_use(enum cuda_product_way to)
{
    way = to;
}

void cuda_multiply_batch(const struct cuda_product *product, const struct cuda_batch *batch)
{
    if (way == cuda_product_tiled && cuda_multiply_tiled(product, batch)) {
        return;
    }
    cuda_multiply_split(product, batch);
}

void cuda_multiply(const struct cuda_product *product)
{
    const struct cuda_batch one = {1, 0, 0, 1};
    const unsigned tiles = cuda_blocks(product->a.count, registers_tile) *
                           cuda_blocks(product->b.count, registers_tile);
    if (way == cuda_product_tiled && cuda_multiply_tiled(product, &one)) {
        return;
    }
    if (tiles >= slices_blocks / 2) { /* at least one for each multiprocessor */
        cuda_multiply_registers(product);
    } else {
        cuda_multiply_split(product, &one);
    }
}
