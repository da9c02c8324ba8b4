/* kernels/fast/loops/fast_loops.h: the kernels of the fast backend as loops.
 *
 * Each computes what its twin in kernels/naive or optim does, to rounding; NAME stands in fast_NAME.c.
 * They are ordinary C in the form that compilers vectorise: no branch in the innermost loop, neighbours
 * in memory side by side, no sum that must be taken in one order. Large ones are shared by the threads
 * of kernels/fast/threads.h, with the same results to the last bit.
 *
 * These files are compiled once for each instruction set, with the same names each time; of each set
 * only the table, fast_loops, can be seen from outside, under another name (see reference/rules.mk
 * and kernels/fast/fast.h). Its entries are weak references: a file that is not there leaves NULL.
 */
#ifndef DESCENT_KERNELS_FAST_LOOPS_FAST_LOOPS_H
#define DESCENT_KERNELS_FAST_LOOPS_FAST_LOOPS_H

#include "base/real.h"
#include "kernels/backend.h"

#include <stddef.h>

extern const struct backend fast_loops;

/* So many coefficients at a time a thread takes over in an optimizer's step: it is busy with them for a
 * microsecond or more, and no line of the cache is another's as well. */
enum { step_piece = 8192 };

void fast_matmul_forward(size_t n, size_t k, size_t m, const real *a, const real *b, real *c);
void fast_matmul_backward(size_t n, size_t k, size_t m, const real *a, const real *b,
                          const real *dc, real *da, real *db);
void fast_linear_forward(size_t n, size_t in, size_t out, const real *x, const real *w,
                         const real *b, real *y);
void fast_linear_backward(size_t n, size_t in, size_t out, const real *x, const real *w,
                          const real *dy, real *dx, real *dw, real *db);
void fast_add_row_forward(size_t n, size_t m, const real *x, const real *row, real *y);
void fast_add_row_backward(size_t n, size_t m, const real *dy, real *dx, real *drow);
void fast_sigmoid_forward(size_t count, const real *x, real *y);
void fast_sigmoid_backward(size_t count, const real *y, const real *dy, real *dx);
void fast_tanh_forward(size_t count, const real *x, real *y);
void fast_tanh_backward(size_t count, const real *y, const real *dy, real *dx);
void fast_relu_forward(size_t count, const real *x, real *y);
void fast_relu_backward(size_t count, const real *x, const real *dy, real *dx);
void fast_leaky_relu_forward(size_t count, real slope, const real *x, real *y);
void fast_leaky_relu_backward(size_t count, real slope, const real *x, const real *dy, real *dx);
real fast_mse_forward(size_t count, const real *yhat, const real *y);
void fast_mse_backward(size_t count, const real *yhat, const real *y, real dloss, real *dyhat);
real fast_binary_cross_entropy_forward(size_t count, const real *logits, const real *y);
void fast_binary_cross_entropy_backward(size_t count, const real *logits, const real *y, real dloss,
                                        real *dlogits);
real fast_softmax_cross_entropy_forward(size_t n, size_t classes, const real *z, const real *y,
                                        const real *weight);
void fast_softmax_cross_entropy_backward(size_t n, size_t classes, const real *z, const real *y,
                                         const real *weight, real dloss, real *dz);
void fast_dropout_forward(size_t count, real rate, bool training, struct pcg32 *generator,
                          const real *x, real *mask, real *y);
void fast_dropout_backward(size_t count, const real *mask, const real *dy, real *dx);
void fast_batch_norm_train(const struct batch_norm *norm, size_t n, const real *x, real *xhat,
                           real *deviation, real *y);
void fast_batch_norm_evaluate(const struct batch_norm *norm, size_t n, const real *x, real *y);
void fast_batch_norm_backward(const struct batch_norm *norm, size_t n, const real *xhat,
                              const real *deviation, const real *dy, real *dx, real *dgamma,
                              real *dbeta);
size_t fast_conv2d_scratch(const struct conv2d *conv, size_t n);
void fast_conv2d_forward(const struct conv2d *conv, size_t n, const real *x, const real *w,
                         const real *b, real *scratch, real *y);
void fast_conv2d_backward(const struct conv2d *conv, size_t n, const real *x, const real *w,
                          const real *dy, real *scratch, real *dx, real *dw, real *db);
void fast_max_pool_forward(const struct pool2d *pool, size_t n, const real *x, real *y);
void fast_max_pool_backward(const struct pool2d *pool, size_t n, const real *x, const real *dy,
                            real *dx);
void fast_average_pool_forward(const struct pool2d *pool, size_t n, const real *x, real *y);
void fast_average_pool_backward(const struct pool2d *pool, size_t n, const real *dy, real *dx);
extern const struct conv_relu_pool_kernels fast_conv_relu_pool;
void fast_gradient_descent_step(const struct parameter *parameter, real rate);
void fast_momentum_step(const struct parameter *parameter, real rate, real beta, real *previous);
void fast_nesterov_step(const struct parameter *parameter, real rate, real beta, real *velocity);
void fast_adagrad_step(const struct parameter *parameter, real rate, real epsilon, real *sum);
void fast_rmsprop_step(const struct parameter *parameter, real rate, real decay, real epsilon,
                       real *mean_square);
void fast_adam_step(const struct parameter *parameter, const struct adam_settings *settings,
                    size_t t, real *m, real *v);
void fast_adamw_step(const struct parameter *parameter, const struct adam_settings *settings,
                     real decay, size_t t, real *m, real *v);

#endif
