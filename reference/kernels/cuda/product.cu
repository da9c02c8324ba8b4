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

static bool mostly_filled(int count, unsigned tiles)
{
    return (unsigned)count * 4 >= tiles * registers_tile * 3;
}

static bool large_tiles_pay(const struct cuda_product *product, const struct cuda_batch *batch)
{
    const int n = product->a.count, m = product->b.count;
    const unsigned down = cuda_blocks(n, registers_tile), across = cuda_blocks(m, registers_tile);
    const bool enough = down * across * (unsigned)batch->count >= multiprocessors;
    return enough && batch->together == 1 && mostly_filled(n, down) && mostly_filled(m, across);
}

void cuda_multiply_batch(const struct cuda_product *product, const struct cuda_batch *batch)
{
    if (way == cuda_product_tiled && cuda_multiply_tiled(product, batch)) {
        return;
    }
    if (large_tiles_pay(product, batch)) {
        cuda_multiply_registers(product, batch);
    } else {
        cuda_multiply_split(product, batch);
    }
}

void cuda_multiply(const struct cuda_product *product)
{
    const struct cuda_batch one = {1, 0, 0, 1};
    cuda_multiply_batch(product, &one);
}
