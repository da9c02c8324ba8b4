#include "kernels/cuda/matmul_split.h"

#include "kernels/cuda/column_sums.h"
#include "kernels/cuda/slices.h"
#include "kernels/cuda/small_tile.h"

enum {
    a_numbers = small_rows * small_depth / small_threads, /* of a tile, for a thread */
    b_numbers = small_columns * small_depth / small_threads
};

/* Number j of a thread's share of the tile that begins at row or column `first` and at l; 0 where none is. */
static __device__ __forceinline__ float number(const struct cuda_operand *from, int size, int j,
                                               int first, int l, int end)
{
    const struct tile_place place = place_of_number(size, from->along_k, j);
    const int across = first + place.across, along = l + place.along;
    if (across >= from->count || along >= end) {
        return 0;
    }
    return from->numbers[from->along_k ? across * from->step + along : along * from->step + across];
}

/* A thread's share of both tiles, on its way from global to shared memory. */
struct share {
    float a[a_numbers], b[b_numbers];
};

static __device__ __forceinline__ void fetch(const struct cuda_product *product, int row,
                                             int column, int l, int end, struct share *share)
{
#pragma unroll
    for (int j = 0; j < a_numbers; j++) {
        share->a[j] = number(&product->a, small_rows, j, row, l, end);
    }
#pragma unroll
    for (int j = 0; j < b_numbers; j++) {
        share->b[j] = number(&product->b, small_columns, j, column, l, end);
    }
}

static __device__ __forceinline__ void keep(const struct cuda_product *product,
                                            const struct share *share, struct small_tiles *tiles,
                                            int now)
{
#pragma unroll
    for (int j = 0; j < a_numbers; j++) {
        const struct tile_place place = place_of_number(small_rows, product->a.along_k, j);
        tiles->a[now][place.along][place.across] = share->a[j];
    }
#pragma unroll
    for (int j = 0; j < b_numbers; j++) {
        const struct tile_place place = place_of_number(small_columns, product->b.along_k, j);
        tiles->b[now][place.along][place.across] = share->b[j];
    }
}

static __host__ __device__ int groups_of(const struct cuda_batch *batch)
{
    return (batch->count + batch->together - 1) / batch->together;
}

/* Block by block the tiles of a row of tiles, then the next row, then the next group of the batch, then the next
 * slice: slice s of group g writes to c + (s groups + g) n m. */
__global__ void __launch_bounds__(small_threads)
    matmul_split_kernel(struct cuda_product product, struct cuda_batch batch, bool fours, int tiles,
                        int slice_length)
{
    __shared__ __align__(16) struct small_tiles shared;
    const int tiles_across = (product.b.count + small_columns - 1) / small_columns;
    const int result = blockIdx.x / tiles, tile = blockIdx.x % tiles;
    const int row = tile / tiles_across * small_rows, column = tile % tiles_across * small_columns;
    const int groups = groups_of(&batch), slice = result / groups;
    const int begin = slice * slice_length, end = min(begin + slice_length, product.k);
    const int first = result % groups * batch.together;
    const int together = min(batch.together, batch.count - first);
    product.a.numbers += first * batch.a_step;
    product.b.numbers += first * batch.b_step;
    product.c += result * product.a.count * product.b.count;

    struct share share;
    float sums[small_side][small_side] = {{0}};
    fetch(&product, row, column, begin, end, &share);
    keep(&product, &share, &shared, 0);
    __syncthreads();
    int now = 0, l = begin;
    for (int steps = (end - begin + small_depth - 1) / small_depth * together; steps > 1; steps--) {
        l += small_depth;
        if (l >= end) { /* on to the next product that is added */
            l = begin;
            product.a.numbers += batch.a_step;
            product.b.numbers += batch.b_step;
        }
        fetch(&product, row, column, l, end, &share);
        add_small_products(&shared, now, sums);
        now = 1 - now;
        keep(&product, &share, &shared, now);
        __syncthreads(); /* the next tiles are complete, and nobody reads these any more */
    }
    add_small_products(&shared, now, sums);

#pragma unroll
    for (int i = 0; i < small_side; i++) {
        write_four(&product, fours, row + small_row() + i, column + small_column(), sums[i]);
    }
}

static void launch(const struct cuda_product *product, const struct cuda_batch *batch,
                   unsigned tiles, int slices)
{
    const int length = cuda_slice_length(product->k, slices, small_depth), m = product->b.count;
    const unsigned blocks = tiles * (unsigned)(groups_of(batch) * slices);
    const bool fours = cuda_in_fours(product->c, m, m);
    matmul_split_kernel<<<blocks, small_threads, 0, cuda_stream()>>>(*product, *batch, fours,
                                                                     (int)tiles, length);
    cuda_check_launch("matmul_split_kernel");
}

void cuda_multiply_split(const struct cuda_product *product, const struct cuda_batch *batch)
{
    const size_t groups = (size_t)groups_of(batch);
    const size_t count = groups * (size_t)product->a.count * (size_t)product->b.count;
    const unsigned tiles =
        cuda_blocks(product->a.count, small_rows) * cuda_blocks(product->b.count, small_columns);
    const int slices =
        product->column ? 1 : cuda_slices((int)(tiles * groups), product->k, count, slices_room);
    if (slices == 1) {
        launch(product, batch, tiles, 1);
        return;
    }
    struct cuda_product of_slices = *product;
    of_slices.c = cuda_slices_room();
    of_slices.add = false;
    of_slices.row = NULL;
    launch(&of_slices, batch, tiles, slices);
    const struct column_sums how = {product->add, product->row, product->b.count};
    cuda_column_sums((size_t)slices, count, of_slices.c, &how, product->c);
}
