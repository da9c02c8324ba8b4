/* kernels/cuda/conv2d.h: the backend's convolution on the device: naive/conv2d.h.
 *
 * There are two ways, and each can do all three parts: directly (conv2d_direct.h), and as a product of matrices, with
 * im2col (conv2d_product.h). The rule:
 *
 *     y and dx   as a product from 64 filters on, below that directly
 *     dw         as a product
 *
 * db is the same either way (conv2d_offsets.h). All give the same bits in every run: nothing is added by atomics.
 *
 * Why, reckoned for lab 04's two convolutions; no GPU has measured it (`make bench-gpu` will). Each of y, dw and dx takes
 * 2 places taps filters operations an image, whichever way. What differs is what moves: x and dy or y, and, as a
 * product, the columns, which one kernel writes and another reads. Directly dw reads a channel of x and one of dy for each
 * weight, from the cache mostly.
 *
 *                                     1 -> 16, 28 x 28         16 -> 32, 14 x 14
 *     batch                              64       1024            64        1024
 *     MFLOP                            14.5      231.2         115.6      1849.7
 *     y directly, MB                    3.4       54.6           2.4        38.5
 *     y as a product, MB                7.0      112.4          16.9       269.7
 *     dw directly, MB                  57.8      924.8         462.4      7398.8
 *     dw as a product, MB               7.0      112.4          16.9       269.7
 *
 * So dw moves an eighth and a twenty-seventh as a product. (What the threads ask for, dw and db of one image of the
 * second: 0.72 MB, and directly 6.65 MB, counted by the emulator; tests/cuda/test_cuda_traffic.c.) The price: the first
 * layer's dw fills 16 x 9 of a tile of 32 x 64, so that the device multiplies 14 times as often as it need, 3.3 GFLOP at
 * batch 1024.
 *
 * For y it is the other way round: directly it moves a half and a seventh. As a product a number of the columns costs 8
 * bytes, written and read, and is worth 2 operations a filter. A device that does 20 operations in the time of a byte (an
 * H100 by its data sheet: 67 TFLOP/s, 3.35 TB/s) waits for columns up to 80 filters, an A100 up to 50, and fewer where
 * chunks stay in the cache; and directly each pixel is read once more for every 16 filters. Hence 64.
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
