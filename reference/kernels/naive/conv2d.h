/* kernels/naive/conv2d.h: the convolution of images with learnt filters.
 *
 * A window of kernel x kernel pixels slides over the image, `stride` pixels a step; around the image
 * lie `padding` rows and columns of zeros on each side. At each place a filter's weights meet the
 * pixels of all input channels that lie in the window:
 *
 *     y[i][co][ho][wo] = b[co] + sum over ci, kh, kw of w[co][ci][kh][kw] xpad[i][ci][h][v]
 *         with h = ho stride + kh - padding,  v = wo stride + kw - padding,
 *         and xpad = x inside of the image, 0 where h or v lies outside
 *
 * (The filter is not turned round: mathematicians call this a cross-correlation, the field a
 * convolution.) Each filter has one offset b[co] for all its places.
 *
 * All arrays are row-major, with the axes (image, channel, row, column): x[i][ci][h][v] is
 * x[((i * in_channels + ci) * height + h) * width + v]. Sizes, kernel and stride are at least 1, and the
 * window fits into the padded image at least once.
 */
#ifndef DESCENT_KERNELS_NAIVE_CONV2D_H
#define DESCENT_KERNELS_NAIVE_CONV2D_H

#include "base/real.h"

#include <stddef.h>

/* The geometry of one convolution. */
struct conv2d {
    size_t in_channels, height, width; /* an image of x */
    size_t out_channels;               /* filters */
    size_t kernel, stride, padding;
    size_t out_height, out_width; /* an image of y: conv2d_output_size of height and of width */
};

/* How many windows stand side by side along an axis of `size` pixels: only those that lie wholly on
 * the pixels and their padding. The window fits at least once. */
size_t conv2d_output_size(size_t size, size_t kernel, size_t stride, size_t padding);

/* Writes every element of y; reads nothing that stood there. */
void conv2d_forward(const struct conv2d *conv, size_t n,
                    const real *x /* (n,in_channels,height,width) */,
                    const real *w /* (out_channels,in_channels,kernel,kernel) */,
                    const real *b /* (out_channels) */,
                    real *y /* (n,out_channels,out_height,out_width) */);

/* The way back, from dy, d loss / d y. Each of the three adds to what stands in its gradient and does not
 * overwrite it. */
void conv2d_backward_b(const struct conv2d *conv, size_t n,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *db /* (out_channels) */);
void conv2d_backward_w(const struct conv2d *conv, size_t n,
                       const real *x /* (n,in_channels,height,width) */,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *dw /* (out_channels,in_channels,kernel,kernel) */);
void conv2d_backward_x(const struct conv2d *conv, size_t n,
                       const real *w /* (out_channels,in_channels,kernel,kernel) */,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *dx /* (n,in_channels,height,width) */);

#endif
