/* kernels/naive/average_pool.h: of each window the mean.
 *
 *     y[i][c][ho][wo] = 1/kernel^2 sum over kh, kw of x[i][c][ho stride + kh][wo stride + kw]
 *
 * The global average is the mean of each whole channel: what a network of convolutions alone ends with.
 * Axes as in kernels/naive/conv2d.h.
 */
#ifndef DESCENT_KERNELS_NAIVE_AVERAGE_POOL_H
#define DESCENT_KERNELS_NAIVE_AVERAGE_POOL_H

#include "base/real.h"
#include "kernels/pool2d.h"

/* Writes every element of y; reads nothing that stood there. */
void average_pool_forward(const struct pool2d *pool, size_t n,
                          const real *x /* (n,channels,height,width) */,
                          real *y /* (n,channels,out_height,out_width) */);

/* Adds to dx. */
void average_pool_backward(const struct pool2d *pool, size_t n,
                           const real *dy /* (n,channels,out_height,out_width) */,
                           real *dx /* (n,channels,height,width) */);

/* y[i][c] is the mean of the `pixels` numbers of x[i][c]; n counts all maps: images times channels. */
void global_average_pool_forward(size_t n, size_t pixels, const real *x /* (n,pixels) */,
                                 real *y /* (n) */);

/* Adds to dx. */
void global_average_pool_backward(size_t n, size_t pixels, const real *dy /* (n) */,
                                  real *dx /* (n,pixels) */);

#endif
