#include "kernels/cuda/multiply_tiled.h"

#include "kernels/cuda/matmul_tiled.h"
#include "kernels/cuda/slices.h"
#include "kernels/cuda/transpose.h"

enum { threads = 256 };

/* c = made + row + column, or c += that. */
static __global__ void finish_product_kernel(struct cuda_product product, const float *made)
{
    const int m = product.b.count, i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= product.a.count * m) {
        return;
    }
    const float row = product.row ? product.row[i % m] : 0;
    const float column = product.column ? product.column[i / m] : 0;
    const float sum = made[i] + row + column;
    product.c[i] = product.add ? product.c[i] + sum : sum;
}

static size_t numbers_of(const struct cuda_operand *operand, int k)
{
    return (size_t)operand->count * (size_t)k;
}

/* The operand as matmul_tiled_kernel wants it: as it lies, or turned into *room, which is used up by so much. */
static const float *lying(const struct cuda_operand *operand, int k, bool along_k, float **room)
{
    if (operand->along_k == along_k) {
        return operand->numbers;
    }
    const size_t rows = (size_t)(operand->along_k ? operand->count : k);
    float *const turned = *room;
    *room += numbers_of(operand, k);
    cuda_transpose(rows, numbers_of(operand, k) / rows, operand->numbers, turned);
    return turned;
}

static void multiply(const struct cuda_product *product)
{
    const int n = product->a.count, k = product->k, m = product->b.count;
    float *room = cuda_slices_room();
    const float *const a = lying(&product->a, k, true, &room);
    const float *const b = lying(&product->b, k, false, &room);
    float *const made = product->add ? room : product->c;
    cuda_matmul_tiled((size_t)n, (size_t)k, (size_t)m, a, b, made);
    if (product->add || product->row || product->column) {
        finish_product_kernel<<<cuda_blocks(n * m, threads), threads, 0, cuda_stream()>>>(*product,
                                                                                          made);
        cuda_check_launch("finish_product_kernel");
    }
}

static bool has_room(const struct cuda_product *product, bool add)
{
    const size_t of_a = product->a.along_k ? 0 : numbers_of(&product->a, product->k);
    const size_t of_b = product->b.along_k ? numbers_of(&product->b, product->k) : 0;
    const size_t of_c = add ? numbers_of(&product->a, product->b.count) : 0;
    return of_a + of_b + of_c <= slices_room;
}

bool cuda_multiply_tiled(const struct cuda_product *product, const struct cuda_batch *batch)
{
    if (!has_room(product, product->add || batch->together > 1)) {
        return false;
    }
    struct cuda_product one = *product;
    for (int i = 0; i < batch->count; i++) {
        const bool first = i % batch->together == 0; /* of those that are added up */
        one.add = product->add || !first;
        one.row = first ? product->row : NULL;
        one.column = first ? product->column : NULL;
        multiply(&one);
        one.a.numbers += batch->a_step;
        one.b.numbers += batch->b_step;
        one.c += (i + 1) % batch->together == 0 ? product->a.count * product->b.count : 0;
    }
    return true;
}
