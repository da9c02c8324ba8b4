/* kernels/naive/max_pool.h: of each window the largest number.
 *
 *     y[i][c][ho][wo] = max over kh, kw of x[i][c][ho stride + kh][wo stride + kw]
 *
 * Where several are the largest, the first one in row-major order counts as the winner: it alone gets the
 * window's gradient (so do PyTorch's). Axes as in kernels/naive/conv2d.h.
 */
#ifndef DESCENT_KERNELS_NAIVE_MAX_POOL_H
#define DESCENT_KERNELS_NAIVE_MAX_POOL_H

#include "base/real.h"
#include "kernels/pool2d.h"

/* Writes every element of y; reads nothing that stood there. */
void max_pool_forward(const struct pool2d *pool, size_t n,
                      const real *x /* (n,channels,height,width) */,
                      real *y /* (n,channels,out_height,out_width) */);

/* Adds to dx. Windows may overlap: one pixel may win several times. */
void max_pool_backward(const struct pool2d *pool, size_t n,
                       const real *x /* (n,channels,height,width) */,
                       const real *dy /* (n,channels,out_height,out_width) */,
                       real *dx /* (n,channels,height,width) */);

#endif
