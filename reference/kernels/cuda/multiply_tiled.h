/* kernels/cuda/multiply_tiled.h: any product that a layer needs (product.h) by the plain product with tiles in shared
 * memory (matmul_tiled.h, exercise 4.14), so that a network can be trained with one's own kernel.
 *
 * matmul_tiled_kernel knows c = a b alone. So an operand that lies transposed is turned first (transpose.h), a result
 * that is to be added goes to room of its own first, and a last kernel adds what is to be added. That is slower than
 * kernels that do it all at once (matmul_registers.h, matmul_split.h): for whoever wants to see a kernel at work.
 */
#ifndef DESCENT_KERNELS_CUDA_MULTIPLY_TILED_H
#define DESCENT_KERNELS_CUDA_MULTIPLY_TILED_H

#include "kernels/cuda/product.h"

/* Computes all products of the batch, one after the other; or returns false and does nothing, when what must be turned and
 * added does not find room in slices_room floats (slices.h). */
C_LINKAGE bool cuda_multiply_tiled(const struct cuda_product *product,
                                   const struct cuda_batch *batch);

#endif
