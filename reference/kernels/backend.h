/* kernels/backend.h: what a backend must be able to do: the table of its kernels.
 *
 * A kernel is arrays in, arrays out: it allocates nothing, keeps no state and checks nothing; who
 * calls it has checked the shapes. All arrays are row-major, counts and sizes are at least 1.
 *
 * - *forward* writes every element of its output and reads nothing that stood there.
 * - *backward* adds to the gradients. dx is d loss / d x and has the shape of x.
 * - Inputs and outputs do not overlap. Two gradients may be the same array (the product of x with
 *   itself), so each element is added to, one after the other.
 *
 * The formulas stand in naive/NAME.h, one file a kernel; those of the optimizers' steps, which a backend
 * may have as well, in optim/NAME.h. Two backends have them all:
 *
 *   naive_backend    naive/: the formula as loops; what students write, and the oracle for others
 *   fast_backend()   fast/: loops that the compiler vectorises, products by tiles, threads
 *
 * and a third, CUDA's (cuda/load.h), where there is a GPU: its kernels are given the host's pointers and work on the
 * device (device.h).
 *
 * The tape and the layers call kernels through the table alone, so that one program can train with
 * either, or with a student's own in some places: copy a table and replace entries.
 */
#ifndef DESCENT_KERNELS_BACKEND_H
#define DESCENT_KERNELS_BACKEND_H

#include "base/real.h"

#include <stdbool.h>
#include <stddef.h>

struct device;
struct pcg32;
struct batch_norm;
struct conv2d;
struct pool2d;
struct conv_relu_pool_kernels;
struct parameter;
struct adam_settings;

struct backend {
    const char *name; /* "naive" */

    /* Where the numbers lie that its kernels work on; NULL: in the host's memory, as for all but CUDA's. */
    const struct device *device;

    /* c (n,m) = a (n,k) b (k,m): naive/matmul.h */
    void (*matmul_forward)(size_t n, size_t k, size_t m, const real *a, const real *b, real *c);
    void (*matmul_backward)(size_t n, size_t k, size_t m, const real *a, const real *b,
                            const real *dc, real *da, real *db);

    /* y (n,out) = x (n,in) w^T + b: naive/linear.h. In the table dx may be NULL: nobody wants it. */
    void (*linear_forward)(size_t n, size_t in, size_t out, const real *x, const real *w,
                           const real *b, real *y);
    void (*linear_backward)(size_t n, size_t in, size_t out, const real *x, const real *w,
                            const real *dy, real *dx, real *dw, real *db);

    /* y (n,m) = x (n,m) + row (m), the row broadcast over all rows: naive/add_row.h */
    void (*add_row_forward)(size_t n, size_t m, const real *x, const real *row, real *y);
    void (*add_row_backward)(size_t n, size_t m, const real *dy, real *dx, real *drow);

    /* naive/sigmoid.h, tanh.h, relu.h, leaky_relu.h */
    void (*sigmoid_forward)(size_t count, const real *x, real *y);
    void (*sigmoid_backward)(size_t count, const real *y, const real *dy, real *dx);
    void (*tanh_forward)(size_t count, const real *x, real *y);
    void (*tanh_backward)(size_t count, const real *y, const real *dy, real *dx);
    void (*relu_forward)(size_t count, const real *x, real *y);
    void (*relu_backward)(size_t count, const real *x, const real *dy, real *dx);
    void (*leaky_relu_forward)(size_t count, real slope, const real *x, real *y);
    void (*leaky_relu_backward)(size_t count, real slope, const real *x, const real *dy, real *dx);

    /* naive/mse.h, binary_cross_entropy.h */
    real (*mse_forward)(size_t count, const real *yhat, const real *y);
    void (*mse_backward)(size_t count, const real *yhat, const real *y, real dloss, real *dyhat);
    real (*binary_cross_entropy_forward)(size_t count, const real *logits, const real *y);
    void (*binary_cross_entropy_backward)(size_t count, const real *logits, const real *y,
                                          real dloss, real *dlogits);

    /* naive/softmax_cross_entropy.h: y (n) are classes, weight (classes) may be NULL */
    real (*softmax_cross_entropy_forward)(size_t n, size_t classes, const real *z, const real *y,
                                          const real *weight);
    void (*softmax_cross_entropy_backward)(size_t n, size_t classes, const real *z, const real *y,
                                           const real *weight, real dloss, real *dz);

    /* naive/dropout.h: every backend draws the same numbers */
    void (*dropout_forward)(size_t count, real rate, bool training, struct pcg32 *generator,
                            const real *x, real *mask, real *y);
    void (*dropout_backward)(size_t count, const real *mask, const real *dy, real *dx);

    /* naive/batch_norm.h: x, xhat and y (n,features), deviation (features) */
    void (*batch_norm_train)(const struct batch_norm *norm, size_t n, const real *x, real *xhat,
                             real *deviation, real *y);
    void (*batch_norm_evaluate)(const struct batch_norm *norm, size_t n, const real *x, real *y);
    void (*batch_norm_backward)(const struct batch_norm *norm, size_t n, const real *xhat,
                                const real *deviation, const real *dy, real *dx, real *dgamma,
                                real *dbeta);

    /* naive/conv2d.h: x (n,in_channels,height,width), w (out_channels,in_channels,kernel,kernel), y
     * (n,out_channels,out_height,out_width). scratch is room for conv2d_scratch(conv, n) numbers, NULL
     * when these are 0; nobody looks at what a kernel leaves there. dx may be NULL: nobody wants it. */
    size_t (*conv2d_scratch)(const struct conv2d *conv, size_t n);
    void (*conv2d_forward)(const struct conv2d *conv, size_t n, const real *x, const real *w,
                           const real *b, real *scratch, real *y);
    void (*conv2d_backward)(const struct conv2d *conv, size_t n, const real *x, const real *w,
                            const real *dy, real *scratch, real *dx, real *dw, real *db);

    /* naive/max_pool.h, average_pool.h: x (n,channels,height,width), y (n,channels,out_height,out_width) */
    void (*max_pool_forward)(const struct pool2d *pool, size_t n, const real *x, real *y);
    void (*max_pool_backward)(const struct pool2d *pool, size_t n, const real *x, const real *dy,
                              real *dx);
    void (*average_pool_forward)(const struct pool2d *pool, size_t n, const real *x, real *y);
    void (*average_pool_backward)(const struct pool2d *pool, size_t n, const real *dy, real *dx);

    /* A convolution, ReLU and max-pooling in one: kernels/conv_relu_pool.h. May be NULL; naive_backend's is. */
    const struct conv_relu_pool_kernels *conv_relu_pool;

    /* An optimizer's step for one parameter: what the function of this name in optim/NAME.h does. NULL:
     * that function itself is called. naive_backend has none of these. */
    void (*gradient_descent_step)(const struct parameter *parameter, real rate);
    void (*momentum_step)(const struct parameter *parameter, real rate, real beta, real *previous);
    void (*nesterov_step)(const struct parameter *parameter, real rate, real beta, real *velocity);
    void (*adagrad_step)(const struct parameter *parameter, real rate, real epsilon, real *sum);
    void (*rmsprop_step)(const struct parameter *parameter, real rate, real decay, real epsilon,
                         real *mean_square);
    void (*adam_step)(const struct parameter *parameter, const struct adam_settings *settings,
                      size_t t, real *m, real *v);
    void (*adamw_step)(const struct parameter *parameter, const struct adam_settings *settings,
                       real decay, size_t t, real *m, real *v);
};

extern const struct backend naive_backend;

#endif
