/* kernels/fast/loops/fast_conv_relu_pool.h: the convolution, ReLU and max-pooling in one kernel.
 *
 * Forward, the rows of the convolution that a row of windows lies in are computed (fast_conv2d.h) and pooled
 * while they are in the first-level cache. For the way back the winner of each window is kept, a byte: its number in
 * the window, in row-major order, or that of a place behind the last, where nothing is above 0 and no gradient
 * passes. The bytes lie image after image, (places,block_kept_row channels).
 *
 * Backward, only winners have a gradient: a quarter of the multiplications, for windows of 2 x 2.
 */
#ifndef DESCENT_KERNELS_FAST_LOOPS_FAST_CONV_RELU_POOL_H
#define DESCENT_KERNELS_FAST_LOOPS_FAST_CONV_RELU_POOL_H

#include "kernels/conv_relu_pool.h"
#include "kernels/fast/loops/fast_conv2d.h"

/* Windows of a pooling, side by side. */
static inline size_t block_places(const struct conv_relu_pool *block)
{
    return block->pool.out_height * block->pool.out_width;
}

/* The number that a window without a winner keeps. */
static inline size_t block_closed(const struct conv_relu_pool *block)
{
    return block->pool.kernel * block->pool.kernel;
}

/* Bytes of a place: for each channel one, up to whole eights and whole vectors; of channels that are not there they say
 * that the window is closed. */
static inline size_t block_kept_row(const struct conv_relu_pool *block)
{
    return (block->conv.out_channels + 15) / 16 * 16;
}

size_t fast_conv_relu_pool_forward_scratch(const struct conv_relu_pool *block);
void fast_conv_relu_pool_forward(const struct conv_relu_pool *block, size_t n, const real *x,
                                 const real *w, const real *b, real *scratch, void *kept, real *y);

/* dy of an image's convolution from that of its pooling: each number at its window's winner, zeros elsewhere. */
void block_unpool(const struct conv_relu_pool *block, const unsigned char *kept,
                  const real *dy /* (channels,places) */,
                  real *out /* of the convolution's output */);

/* The way back by the winners alone (fast_conv_winners.c), for the blocks that it serves. */
bool block_winners_serve(const struct conv_way_back *way);
size_t block_winners_scratch(const struct conv_way_back *way);
void block_winners_back(const struct conv_way_back *way, real *scratch);

size_t fast_conv_relu_pool_backward_scratch(const struct conv_relu_pool *block, size_t n);
void fast_conv_relu_pool_backward(const struct conv_relu_pool *block, size_t n, const real *x,
                                  const real *w, const void *kept, const real *dy, real *scratch,
                                  real *dx, real *dw, real *db);

#endif
