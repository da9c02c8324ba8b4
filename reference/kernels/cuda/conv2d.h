/* kernels/cuda/conv2d.h: the backend's convolution on the device: naive/conv2d.h.
 *
 * There are two ways, and each can do all three parts: directly (conv2d_direct.h), and as a product of matrices, with
 * im2col (conv2d_product.h). The rule:
 *
 *     forward and dx   as a product from 64 filters on, below that directly
 *     dw               as a product
 *
 * db is the same either way (conv2d_offsets.h). All give the same bits in every run: nothing is added by atomics.
 */
#ifndef DESCENT_KERNELS_CUDA_CONV2D_H
#define DESCENT_KERNELS_CUDA_CONV2D_H

#include "kernels/cuda/launch.h"

struct conv2d;

/* Which way the functions below go from now on, for all three parts. It must be the same when scratch memory is asked for and
 * when it is used. */
enum cuda_conv2d_way {
    cuda_conv2d_by_rule,
    cuda_conv2d_directly,
    cuda_conv2d_as_product /* im2col_kernel, exercise 4.15's, and products of matrices */
};
C_LINKAGE void cuda_conv2d_use(enum cuda_conv2d_way way);

/* How many numbers of scratch memory the two others need. */
C_LINKAGE size_t cuda_conv2d_scratch(const struct conv2d *conv, size_t n);

/* Writes every element of y. */
C_LINKAGE void cuda_conv2d_forward(const struct conv2d *conv, size_t n,
                                   const float *x /* (n,in_channels,height,width) */,
                                   const float *w /* (out_channels,in_channels,kernel,kernel) */,
                                   const float *b /* (out_channels) */, float *scratch,
                                   float *y /* (n,out_channels,out_height,out_width) */);

/* Adds to dx, dw and db. dx may be NULL: nobody wants it. */
C_LINKAGE void cuda_conv2d_backward(const struct conv2d *conv, size_t n, const float *x,
                                    const float *w, const float *dy, float *scratch, float *dx,
                                    float *dw, float *db);

#endif
