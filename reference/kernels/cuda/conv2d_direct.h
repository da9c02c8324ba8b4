/* kernels/cuda/conv2d_direct.h: the convolution on the device, directly (naive/conv2d.h): nothing is unrolled into
 * columns. conv2d.h says when this way is taken.
 *
 * - Forward a thread has one place of an image and 16 filters: a pixel that it reads meets 16 weights, which
 *   come from shared memory, four an instruction, the same for all threads of the block.
 * - The gradient by x goes the same way, from the pixel's side: a thread has one pixel and 16 channels of it, and
 *   gathers from all windows that the pixel lies in. No two threads add to one number.
 * - The gradient by w: a block has one weight and a group of images, and adds up in a fixed order (reduce.h); then the
 *   groups' sums are added (column_sums.h). That reads x and dy from the cache once for each weight: simple, and more than it
 *   need be.
 *
 * All are the same in every run, to the last bit: nothing is added by atomics.
 */
#ifndef DESCENT_KERNELS_CUDA_CONV2D_DIRECT_H
#define DESCENT_KERNELS_CUDA_CONV2D_DIRECT_H

#include "kernels/cuda/im2col.h"

/* Writes every element of y. */
C_LINKAGE void cuda_conv2d_direct_forward(
    const struct cuda_conv2d *conv, int n, const float *x /* (n,in_channels,height,width) */,
    const float *w /* (out_channels,in_channels,kernel,kernel) */,
    const float *b /* (out_channels) */, float *y /* (n,out_channels,out_height,out_width) */);

/* Adds to dx. */
C_LINKAGE void cuda_conv2d_direct_backward_x(const struct cuda_conv2d *conv, int n, const float *w,
                                             const float *dy, float *dx);

/* Adds to dw. */
C_LINKAGE void cuda_conv2d_direct_backward_w(const struct cuda_conv2d *conv, int n, const float *x,
                                             const float *dy, float *scratch, float *dw);

/* How many numbers of scratch memory cuda_conv2d_direct_backward_w needs. */
C_LINKAGE size_t cuda_conv2d_direct_scratch(const struct cuda_conv2d *conv, int n);

#endif
