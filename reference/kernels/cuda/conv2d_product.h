/* kernels/cuda/conv2d_product.h: the convolution on the device as a product of matrices. conv2d.h says when this way is
 * taken.
 *
 * As naive/conv2d_product.h does, for many images at once. With w (out_channels, taps), taps = in_channels kernel^2, and for
 * each image its windows as columns (taps, places), places = out_height out_width:
 *
 *     y        = w columns + b             dw += dy columns^T, summed over the images
 *     dcolumns = w^T dy                    dx += col2im(dcolumns)
 *
 * im2col_kernel (exercise 4.15) unrolls all images in one launch: it asks nothing of channels but their number, and n
 * images of c channels lie in memory as one of n c channels does; so do their columns. The products are one launch as well
 * (struct cuda_batch, product.h), with no operand copied to be turned.
 *
 * Columns take up to kernel^2 times the room of the images. So the images come in chunks whose columns fit in
 * conv2d_columns_room numbers: 16 MiB, little enough for the kernel that reads them to find them in a large device's
 * cache (an H100's has 50 MB; nobody has measured it). The scratch memory holds a chunk's columns, and behind them what groups of its images add
 * to dw.
 */
#ifndef DESCENT_KERNELS_CUDA_CONV2D_PRODUCT_H
#define DESCENT_KERNELS_CUDA_CONV2D_PRODUCT_H

#include "kernels/cuda/im2col.h"

enum { conv2d_columns_room = 1 << 22 };

/* Another size for the room, so that a test has chunks of few images. */
C_LINKAGE void cuda_conv2d_set_columns_room(int numbers);

/* How many numbers of scratch memory the others need. */
C_LINKAGE size_t cuda_conv2d_product_scratch(const struct cuda_conv2d *conv, int n);

/* Writes every element of y. */
C_LINKAGE void
cuda_conv2d_product_forward(const struct cuda_conv2d *conv, int n,
                            const float *x /* (n,in_channels,height,width) */,
                            const float *w /* (out_channels,in_channels,kernel,kernel) */,
                            const float *b /* (out_channels) */, float *scratch,
                            float *y /* (n,out_channels,out_height,out_width) */);

/* Adds to dx. */
C_LINKAGE void cuda_conv2d_product_backward_x(const struct cuda_conv2d *conv, int n, const float *w,
                                              const float *dy, float *scratch, float *dx);

/* Adds to dw. */
C_LINKAGE void cuda_conv2d_product_backward_w(const struct cuda_conv2d *conv, int n, const float *x,
                                              const float *dy, float *scratch, float *dw);

#endif
