#include "kernels/cuda/matmul_registers.h"

enum {
    tile = registers_tile,
    depth = 8, /* steps along k between two barriers */
    padded = tile + 4,
    threads = 256,
    side = 8 /* a thread makes side x side elements */
};

/* What a launch has found out about where its arrays lie: groups of four can be read and written at once. */
struct fours {
    bool a, b, c;
};

/* Of each of an operand's tiles a thread reads four numbers that are neighbours in memory. This is where those of the
 * first step stand; those of the next stand one_step() further. *left: how many rows or columns are there across,
 * counted from the thread's own. */
static __device__ __forceinline__ const float *start_of_thread(const struct cuda_operand *from,
                                                               int first, int *left)
{
    const int t = threadIdx.x, along = from->along_k ? t % 2 * 4 : t / 32;
    const int across = first + (from->along_k ? t / 2 : t % 32 * 4);
    *left = from->count - across;
    return from->numbers +
           (from->along_k ? across * from->step + along : along * from->step + across);
}

static __device__ __forceinline__ int one_step(const struct cuda_operand *from)
{
    return from->along_k ? depth : depth * from->step;
}

/* The four of the step that begins at l; zeros stand for what is not there. */
static __device__ __forceinline__ float4 fetch(const struct cuda_operand *from, bool fours,
                                               const float *start, int left, int k, int l)
{
    const int t = threadIdx.x;
    const int along = l + (from->along_k ? t % 2 * 4 : t / 32);
    float4 four = make_float4(0, 0, 0, 0);
    if (left > 0 && along < k) {
        if (fours) {
            return *(const float4 *)start;
        }
        const int there = from->along_k ? k - along : left;
        four.x = start[0];
        four.y = there > 1 ? start[1] : 0;
        four.z = there > 2 ? start[2] : 0;
        four.w = there > 3 ? start[3] : 0;
    }
    return four;
}

/* Puts what fetch() brought into shared memory, k downwards. */
static __device__ __forceinline__ void keep(bool along_k, float4 four, float (*to)[padded])
{
    const int t = threadIdx.x;
    if (along_k) {
        const int across = t / 2, along = t % 2 * 4;
        to[along][across] = four.x;
        to[along + 1][across] = four.y;
        to[along + 2][across] = four.z;
        to[along + 3][across] = four.w;
    } else {
        *(float4 *)&to[t / 32][t % 32 * 4] = four;
    }
}

/* sums (side,side) += the products of `depth` steps. A thread's rows are row ... row + 3 and 32 further, its columns
 * column ... column + 3 and 16 further. */
static __device__ __forceinline__ void add_products(const float (*a)[padded],
                                                    const float (*b)[padded], int row, int column,
                                                    float (*sums)[side])
{
#pragma unroll
    for (int l = 0; l < depth; l++) {
        const float4 a0 = *(const float4 *)&a[l][row], a1 = *(const float4 *)&a[l][row + 32];
        const float4 b0 = *(const float4 *)&b[l][column], b1 = *(const float4 *)&b[l][column + 16];
        const float left[side] = {a0.x, a0.y, a0.z, a0.w, a1.x, a1.y, a1.z, a1.w};
        const float right[side] = {b0.x, b0.y, b0.z, b0.w, b1.x, b1.y, b1.z, b1.w};
#pragma unroll
        for (int i = 0; i < side; i++) {
#pragma unroll
            for (int j = 0; j < side; j++) {
                sums[i][j] += left[i] * right[j];
            }
        }
    }
}

/* Block by block the tiles of a row of tiles, then the next row, then the next product of the batch. */
__global__ void __launch_bounds__(threads, 2)
    matmul_registers_kernel(struct cuda_product product, struct cuda_batch batch,
                            struct fours fours)
{
    __shared__ __align__(16) float a_tile[2][depth][padded];
    __shared__ __align__(16) float b_tile[2][depth][padded];
    const int tiles_across = (product.b.count + tile - 1) / tile;
    const int tiles = (product.a.count + tile - 1) / tile * tiles_across;
    const int number = blockIdx.x / tiles;
    const int first_row = blockIdx.x % tiles / tiles_across * tile;
    const int first_column = blockIdx.x % tiles_across * tile;
    product.a.numbers += number * batch.a_step;
    product.b.numbers += number * batch.b_step;
    product.c += number * product.a.count * product.b.count;
    /* 2 x 4 warps of 64 x 32 elements, 8 x 4 lanes of 4 x 4 and the same again 32 below and 16 to the right */
    const int warp = threadIdx.x / warp_size, lane = threadIdx.x % warp_size;
    const int row = warp / 4 * 64 + lane / 4 * 4, column = warp % 4 * 32 + lane % 4 * 4;

    int rows_left, columns_left;
    const float *a = start_of_thread(&product.a, first_row, &rows_left);
    const float *b = start_of_thread(&product.b, first_column, &columns_left);
    float sums[side][side] = {{0}};
    keep(product.a.along_k, fetch(&product.a, fours.a, a, rows_left, product.k, 0), a_tile[0]);
    keep(product.b.along_k, fetch(&product.b, fours.b, b, columns_left, product.k, 0), b_tile[0]);
    __syncthreads();
    int now = 0;
    for (int l = depth; l < product.k; l += depth) {
        a += one_step(&product.a);
        b += one_step(&product.b);
        const float4 next_a = fetch(&product.a, fours.a, a, rows_left, product.k, l);
        const float4 next_b = fetch(&product.b, fours.b, b, columns_left, product.k, l);
        add_products(a_tile[now], b_tile[now], row, column, sums);
        now = 1 - now;
        keep(product.a.along_k, next_a, a_tile[now]);
        keep(product.b.along_k, next_b, b_tile[now]);
        __syncthreads(); /* the next tiles are complete, and nobody reads these any more */
    }
    add_products(a_tile[now], b_tile[now], row, column, sums);

#pragma unroll
    for (int i = 0; i < side; i++) {
        const int r = first_row + row + i % 4 + i / 4 * 32;
        write_four(&product, fours.c, r, first_column + column, sums[i]);
        write_four(&product, fours.c, r, first_column + column + 16, sums[i] + 4);
    }
}

static bool operand_in_fours(const struct cuda_operand *operand, int k)
{
    return cuda_in_fours(operand->numbers, operand->along_k ? k : operand->count, operand->step);
}

void cuda_multiply_registers(const struct cuda_product *product, const struct cuda_batch *batch)
{
    const int n = product->a.count, m = product->b.count;
    const struct fours fours = {operand_in_fours(&product->a, product->k),
                                operand_in_fours(&product->b, product->k),
                                cuda_in_fours(product->c, m, m)};
    const unsigned tiles = cuda_blocks(n, tile) * cuda_blocks(m, tile);
    const unsigned blocks = tiles * (unsigned)batch->count;
    matmul_registers_kernel<<<blocks, threads, 0, cuda_stream()>>>(*product, *batch, fours);
    cuda_check_launch("matmul_registers_kernel");
}

void cuda_matmul_registers(size_t n, size_t k, size_t m, const float *a, const float *b, float *c)
{
    const struct cuda_product product = cuda_plain_product(n, k, m, a, b, c);
    const struct cuda_batch one = {1, 0, 0, 1};
    cuda_multiply_registers(&product, &one);
}
