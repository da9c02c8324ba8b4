/* kernels/cuda/conv2d.h: the convolution on the device, directly: naive/conv2d.h. Nothing is unrolled into columns.
 *
 * - Forward a thread has one place of an image and 16 filters: a pixel that it reads meets 16 weights, which
 *   come from shared memory, four an instruction, the same for all threads of the block.
 * - The gradient by x goes the same way, from the pixel's side: a thread has one pixel and 16 channels of it, and
 *   gathers from all windows that the pixel lies in. No two threads add to one number.
 * - The gradient by w: a block has one weight, goes through all places of all images, and adds up in a fixed order
 *   (reduce.h). That reads x and dy from the cache once for each weight: simple, and more than it need be.
 *
 * All are the same in every run, to the last bit: nothing is added by atomics.
 */
#ifndef DESCENT_KERNELS_CUDA_CONV2D_H
#define DESCENT_KERNELS_CUDA_CONV2D_H

#include "kernels/cuda/launch.h"

struct conv2d;

/* How many numbers of scratch memory the two others need: none. */
C_LINKAGE size_t cuda_conv2d_scratch(const struct conv2d *conv, size_t n);

/* Writes every element of y. scratch is not looked at. */
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
