/* kernels/naive/conv2d_product.h: the convolution as a product of matrices.
 *
 * With the filters as rows, w (out_channels, in_channels kernel^2) as it lies in memory, and an image's
 * windows as columns (kernels/naive/im2col.h),
 *
 *     y (out_channels, out_height out_width) = w columns,   plus b[co] in row co
 *
 * All work then lies in one matrix product, and whoever has a fast one has a fast convolution: the product is
 * an argument here. kernels/naive/matmul.h has the plain one, kernels/ladder/ one that grows faster rung
 * by rung.
 */
#ifndef DESCENT_KERNELS_NAIVE_CONV2D_PRODUCT_H
#define DESCENT_KERNELS_NAIVE_CONV2D_PRODUCT_H

#include "kernels/naive/conv2d.h"

/* What conv2d_forward computes, image by image, with im2col and `multiply`, which writes
 * c (n,m) = a (n,k) b (k,m). `columns` is room for one image's windows: nothing stands in it before, and
 * nobody reads it behind. */
void conv2d_product_forward(const struct conv2d *conv, size_t n,
                            const real *x /* (n,in_channels,height,width) */,
                            const real *w /* (out_channels,in_channels,kernel,kernel) */,
                            const real *b /* (out_channels) */,
                            void (*multiply)(size_t n, size_t k, size_t m, const real *a,
                                             const real *b, real *c),
                            real *columns /* (in_channels*kernel*kernel,out_height*out_width) */,
                            real *y /* (n,out_channels,out_height,out_width) */);

#endif
