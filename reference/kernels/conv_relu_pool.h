/* kernels/conv_relu_pool.h: a convolution, the ReLU and max-pooling in one kernel: a block of lab 04's network.
 *
 *     y = max_pool(relu(conv2d(x, w, b)))
 *
 * One after the other the three write and read back the convolution's whole output, four times as many numbers as
 * are left of it in the end, and the way back goes through as many, of which all but the windows' winners
 * have the gradient 0. A kernel that knows of all three can leave both out.
 *
 * A backend need not have such a kernel. layers/conv_block.h uses it where it is there and stands for the
 * very kernels that the backend's table names; where a table has another convolution, say a student's, that
 * one runs.
 */
#ifndef DESCENT_KERNELS_CONV_RELU_POOL_H
#define DESCENT_KERNELS_CONV_RELU_POOL_H

#include "base/real.h"
#include "kernels/naive/conv2d.h"
#include "kernels/pool2d.h"

#include <stdbool.h>

struct backend;

/* The pooling's channels, height and width are the convolution's output. */
struct conv_relu_pool {
    struct conv2d conv;
    struct pool2d pool;
};

/* The results are those of the three kernels one after the other, to rounding. So are the choices: the first
 * of equals in a window wins, and where nothing in it is above 0 no gradient passes. */
struct conv_relu_pool_kernels {
    /* What these stand for: a table with the same functions for the convolution, ReLU and max-pooling; what
     * is NULL here may be any. */
    const struct backend *of;

    /* Whether this block can be computed. */
    bool (*serves)(const struct conv_relu_pool *block);

    /* So many reals forward and backward each need as scratch; nobody looks at what they leave there. */
    size_t (*scratch)(const struct conv_relu_pool *block, size_t n);

    /* So many bytes forward leaves for backward. */
    size_t (*kept)(const struct conv_relu_pool *block, size_t n);

    /* Writes every element of y (n,channels,out_height,out_width), the pooling's. `kept` is NULL when nobody
     * will walk back. */
    void (*forward)(const struct conv_relu_pool *block, size_t n, const real *x, const real *w,
                    const real *b, real *scratch, void *kept, real *y);

    /* Adds to the gradients, from dy of y's shape. dx may be NULL: nobody wants it. */
    void (*backward)(const struct conv_relu_pool *block, size_t n, const real *x, const real *w,
                     const void *kept, const real *dy, real *scratch, real *dx, real *dw, real *db);
};

#endif
