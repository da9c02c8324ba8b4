/* kernels/cuda/matmul_registers.h: the matrix product with tiles in registers: c (n,m) = a (n,k) b (k,m).
 *
 * The ladder's fourth rung. In matmul_tiled_kernel a thread reads two numbers from shared memory for each
 * multiplication with addition, and shared memory, which sends 32 numbers a clock, keeps the 128 multiply-add
 * units of a multiprocessor waiting. Here a thread makes 8 x 8 elements of c: for 64 multiply-adds it
 * reads 8 numbers of a and 8 of b, four at a time. What else is done:
 *
 * - A block of 256 threads makes 128 x 128 elements, so that a number of a or b is read from global
 *   memory by an eighth as many blocks as with tiles of 16.
 * - Global memory is read four numbers an instruction (float4) where sizes and addresses are multiples of four,
 *   one by one where not. Beyond the edges stand zeros, which add nothing: any size will do.
 * - Tiles lie in shared memory with k as their rows: a thread's 4 neighbours in a column of a are neighbours
 *   there. Rows are padded by 4 numbers, so that the 32 stores of a warp that turns a tile round go to 32
 *   different banks.
 * - There are two of each tile: while one is multiplied, the next is on its way from global memory, and there is
 *   one barrier a step, not two.
 * - A warp makes 64 x 32 elements, a thread four squares of 4 x 4 of these, so that the numbers that a warp
 *   reads at once lie side by side: no two lanes want different words of a bank (the emulator counts no conflict:
 *   make bench-traffic).
 *
 * Reckoned, not measured (reference/bench/gpu.md): for each l a warp issues 64 multiply-adds and 4 reads from
 * shared memory; a step of 8 has 512 and 32, and about 60 other instructions, so that at most 85 % of what is issued are
 * multiply-adds. Two blocks share a multiprocessor (128 registers a thread, 17 KiB a block): 16 warps, 4 for
 * each of its schedulers, whose 2048 multiply-adds a step hide the several hundred clocks of a read from
 * global memory.
 */
#ifndef DESCENT_KERNELS_CUDA_MATMUL_REGISTERS_H
#define DESCENT_KERNELS_CUDA_MATMUL_REGISTERS_H

#include "kernels/cuda/product.h"

enum { registers_tile = 128 };

/* Writes every element of c. */
C_LINKAGE void cuda_matmul_registers(size_t n, size_t k, size_t m, const float *a /* (n,k) */,
                                     const float *b /* (k,m) */, float *c /* (n,m) */);

/* The same for operands that lie otherwise, what else a product may ask for, and all products of a batch; none of them are
 * added up: batch->together is 1. */
C_LINKAGE void cuda_multiply_registers(const struct cuda_product *product,
                                       const struct cuda_batch *batch);

#endif
