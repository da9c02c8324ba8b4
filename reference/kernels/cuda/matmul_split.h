/* kernels/cuda/matmul_split.h: products that are small or thin: c (n,m) = a (n,k) b (k,m), by tiles of 32 x 64, k in slices.
 *
 * With tiles of 128 x 128, lab 04's first linear layer, (64,1568) times (1568,128), would be made by one block, and
 * 131 multiprocessors of an H100 would look on. Here it has 4 tiles of 32 x 64, k is cut into 49 slices
 * (slices.h), and 196 blocks work side by side; then a second kernel adds up the 49 results.
 *
 * A batch of small products, a convolution's images, is one launch: blocks are numbered on from product to product.
 */
#ifndef DESCENT_KERNELS_CUDA_MATMUL_SPLIT_H
#define DESCENT_KERNELS_CUDA_MATMUL_SPLIT_H

#include "kernels/cuda/product.h"

C_LINKAGE void cuda_multiply_split(const struct cuda_product *product,
                                   const struct cuda_batch *batch);

#endif
