/* kernels/cuda/product.h: a product of two matrices as the layers need it: c (n,m) = a (n,k) b (k,m), with
 * either operand transposed or not, written to c or added to what stands there, a row added or none.
 *
 *     a b        forward of a product          along_k: a yes, b no
 *     x w^T + b  forward of a linear layer     a yes, b yes
 *     dy w       its gradient by x             a yes, b no
 *     dy^T x     its gradient by w             a no, b no
 *
 *     w columns + b      a convolution as a product  a yes, b no
 *
 * Nothing is copied to transpose it: an operand says in which direction its neighbours in memory are
 * neighbours in the product, and whoever loads a tile of it into shared memory turns it there.
 */
#ifndef DESCENT_KERNELS_CUDA_PRODUCT_H
#define DESCENT_KERNELS_CUDA_PRODUCT_H

#include "kernels/cuda/launch.h"

#include <stdbool.h>

/* a's `count` rows or b's `count` columns, each of k numbers:
 * number l of row or column o is numbers[along_k ? o * step + l : l * step + o]. */
struct cuda_operand {
    const float *numbers;
    int count, step;
    bool along_k; /* neighbours in memory belong to the same row of a, the same column of b */
};

struct cuda_product {
    struct cuda_operand a; /* count = n rows */
    struct cuda_operand b; /* count = m columns */
    int k;
    bool add;            /* to what stands in c; false: nothing that stood there is read */
    const float *row;    /* (m), added to each row of c, or NULL */
    const float *column; /* (n), added to each column of c, or NULL */
    float *c;            /* (n,m) */
};

/* Many products of the same sizes in one launch: those of a batch's images. Number i has the operands at numbers +
 * i a_step and numbers + i b_step. Each `together` neighbours are added up, so that c has as many matrices (n,m), one
 * behind the other, as there are groups of these; the last group may be smaller. */
struct cuda_batch {
    int count;
    int a_step, b_step; /* the operand's size, or 0: the same for all */
    int together;       /* 1: a matrix of c for each product */
};

/* An operand whose `count` rows or columns of k numbers fit. */
C_LINKAGE struct cuda_operand cuda_operand(const float *numbers, size_t count, size_t k,
                                           bool along_k);

/* a b, written to c, with nothing added. */
C_LINKAGE struct cuda_product cuda_product_of(struct cuda_operand a, struct cuda_operand b,
                                              size_t k, float *c);

/* The same of matrices as they lie. */
C_LINKAGE struct cuda_product cuda_plain_product(size_t n, size_t k, size_t m,
                                                 const float *a /* (n,k) */,
                                                 const float *b /* (k,m) */, float *c /* (n,m) */);

/* Computes it: with large tiles in registers (matmul_registers.h) when these are well filled and there are enough of
 * them to keep all of a large device's multiprocessors busy, else with small tiles, and k in slices (matmul_split.h). */
C_LINKAGE void cuda_multiply(const struct cuda_product *product);

/* Computes all of a batch, by the same rule; where products are added up, with small tiles. */
C_LINKAGE void cuda_multiply_batch(const struct cuda_product *product,
                                   const struct cuda_batch *batch);

/* Which kernel the two functions above launch, from now on. */
enum cuda_product_way {
    cuda_product_by_rule, /* as they say: what is best */
    cuda_product_tiled /* matmul_tiled_kernel, exercise 4.14's, wherever it can: multiply_tiled.h */
};
C_LINKAGE void cuda_product_use(enum cuda_product_way way);

/* Whether an array can be read and written by float4s: it begins at a multiple of 16 bytes, and its rows of `length` numbers,
 * `step` apart, begin and end at multiples of four numbers. */
static inline bool cuda_in_fours(const float *numbers, int length, int step)
{
    return length % 4 == 0 && step % 4 == 0 && (size_t)numbers % sizeof(float4) == 0;
}

#ifdef __cplusplus

/* What becomes of four neighbouring sums of a row of c, which begin at a multiple of four columns; nothing where c has ended. */
static __device__ __forceinline__ void write_four(const struct cuda_product *product, bool fours,
                                                  int row, int column, const float *sums /* (4) */)
{
    const int m = product->b.count;
    if (row >= product->a.count || column >= m) {
        return;
    }
    float *const to = product->c + row * m + column;
    const float same = product->column ? product->column[row] : 0;
    float four[4];
#pragma unroll
    for (int j = 0; j < 4; j++) {
        four[j] = sums[j] + same + (product->row && column + j < m ? product->row[column + j] : 0);
    }
    if (fours) {
        const float4 was = product->add ? *(const float4 *)to : make_float4(0, 0, 0, 0);
        *(float4 *)to =
            make_float4(was.x + four[0], was.y + four[1], was.z + four[2], was.w + four[3]);
        return;
    }
#pragma unroll
    for (int j = 0; j < 4; j++) {
        if (column + j < m) {
            to[j] = product->add ? to[j] + four[j] : four[j];
        }
    }
}

#endif

#endif
