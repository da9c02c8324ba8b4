/* kernels/cuda/small_tile.h: 32 x 64 elements of a product, made by a block of 128 threads.
 *
 * Kernels differ in how they find the numbers that are multiplied: as a matrix that lies in memory
 * (matmul_split.h). What they do with them is the same. A step multiplies
 * small_depth columns of a by as many rows of b. Both tiles lie in shared memory with k downwards, in rows
 * padded by 4 numbers; a thread makes 4 x 4 elements and reads two float4 for 16 multiply-adds. (Why so:
 * matmul_registers.h.)
 *
 * An operand's tile is filled number by number. Thread t's number j is number(tile, along_k, j): neighbouring threads have
 * neighbours along k (8 of them, 32 bytes) or across. By reckoning a warp's 32 stores go to 32 banks; no device has counted it.
 */
#ifndef DESCENT_KERNELS_CUDA_SMALL_TILE_H
#define DESCENT_KERNELS_CUDA_SMALL_TILE_H

#include "kernels/cuda/launch.h"

enum {
    small_rows = 32,
    small_columns = 64,
    small_depth = 8,
    small_threads = 128,
    small_side = 4 /* a thread makes 4 x 4 elements */
};

#ifdef __cplusplus

/* Two of each, so that one is filled while the other is multiplied. */
struct small_tiles {
    float a[2][small_depth][small_rows + 4];
    float b[2][small_depth][small_columns + 4];
};

/* A place in an operand's tile. */
struct tile_place {
    int across, along;
};

/* The place of this thread's number j; `across` is small_rows or small_columns. */
static __device__ __forceinline__ struct tile_place place_of_number(int across, bool along_k, int j)
{
    const int i = j * small_threads + threadIdx.x;
    struct tile_place place;
    place.across = along_k ? i / small_depth : i % across;
    place.along = along_k ? i % small_depth : i / across;
    return place;
}

/* The first of this thread's four rows of the tile, the first of its columns. */
static __device__ __forceinline__ int small_row(void)
{
    return threadIdx.x / (small_columns / small_side) * small_side;
}

static __device__ __forceinline__ int small_column(void)
{
    return threadIdx.x % (small_columns / small_side) * small_side;
}

/* sums += the products of a step, of the tiles number `now`. */
static __device__ __forceinline__ void add_small_products(const struct small_tiles *tiles, int now,
                                                          float (*sums)[small_side])
{
    const int row = small_row(), column = small_column();
#pragma unroll
    for (int l = 0; l < small_depth; l++) {
        const float4 a = *(const float4 *)&tiles->a[now][l][row];
        const float4 b = *(const float4 *)&tiles->b[now][l][column];
        const float left[small_side] = {a.x, a.y, a.z, a.w};
        const float right[small_side] = {b.x, b.y, b.z, b.w};
#pragma unroll
        for (int i = 0; i < small_side; i++) {
#pragma unroll
            for (int j = 0; j < small_side; j++) {
                sums[i][j] += left[i] * right[j];
            }
        }
    }
}

#endif

#endif
