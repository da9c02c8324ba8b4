/* kernels/cuda/conv2d_offsets.h: the gradient of a convolution's offsets on the device:
 *
 *     db[co] += sum over images i and places p of dy[i][co][p]
 *
 * A block has one filter and a group of images, and adds up in a fixed order (reduce.h); a second kernel adds the groups'
 * sums (column_sums.h).
 */
#ifndef DESCENT_KERNELS_CUDA_CONV2D_OFFSETS_H
#define DESCENT_KERNELS_CUDA_CONV2D_OFFSETS_H

#include "kernels/cuda/im2col.h"

/* Adds to db. */
C_LINKAGE void cuda_conv2d_backward_b(const struct cuda_conv2d *conv, int n,
                                      const float *dy /* (n,out_channels,out_height,out_width) */,
                                      float *scratch, float *db /* (out_channels) */);

/* How many numbers of scratch memory it needs. */
C_LINKAGE size_t cuda_conv2d_offsets_scratch(const struct cuda_conv2d *conv, int n);

#endif
