#include "kernels/backend.h"
#include "kernels/naive/add_row.h"
#include "kernels/naive/average_pool.h"
#include "kernels/naive/batch_norm.h"
#include "kernels/naive/binary_cross_entropy.h"
#include "kernels/naive/conv2d.h"
#include "kernels/naive/dropout.h"
#include "kernels/naive/leaky_relu.h"
#include "kernels/naive/linear.h"
#include "kernels/naive/matmul.h"
#include "kernels/naive/max_pool.h"
#include "kernels/naive/mse.h"
#include "kernels/naive/relu.h"
#include "kernels/naive/sigmoid.h"
#include "kernels/naive/softmax_cross_entropy.h"
#include "kernels/naive/tanh.h"

/* A program without a later lab's kernels, as lab 02's is where they are yet to be written, finds NULL
 * here. */
#pragma weak softmax_cross_entropy_forward
#pragma weak softmax_cross_entropy_backward
#pragma weak dropout_forward
#pragma weak dropout_backward
#pragma weak batch_norm_train
#pragma weak batch_norm_evaluate
#pragma weak batch_norm_backward
#pragma weak conv2d_forward
#pragma weak conv2d_backward_b
#pragma weak conv2d_backward_w
#pragma weak conv2d_backward_x
#pragma weak max_pool_forward
#pragma weak max_pool_backward
#pragma weak average_pool_forward
#pragma weak average_pool_backward

/* Lab 01's function always writes dx. When nobody wants it, a row at a time goes to the stack. */
static void linear_backward_wanted(size_t n, size_t in, size_t out, const real *x, const real *w,
                                   const real *dy, real *dx, real *dw, real *db)
{
    if (dx) {
        linear_backward(n, in, out, x, w, dy, dx, dw, db);
        return;
    }
    real unwanted[in];
    for (size_t j = 0; j < in; j++) {
        unwanted[j] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        linear_backward(1, in, out, x + i * in, w, dy + i * out, unwanted, dw, db);
    }
}

static size_t no_scratch(const struct conv2d *conv, size_t n)
{
    (void)conv, (void)n;
    return 0;
}

static void convolve(const struct conv2d *conv, size_t n, const real *x, const real *w,
                     const real *b, real *scratch, real *y)
{
    (void)scratch;
    conv2d_forward(conv, n, x, w, b, y);
}

static void convolve_back(const struct conv2d *conv, size_t n, const real *x, const real *w,
                          const real *dy, real *scratch, real *dx, real *dw, real *db)
{
    (void)scratch;
    conv2d_backward_b(conv, n, dy, db);
    conv2d_backward_w(conv, n, x, dy, dw);
    if (dx) {
        conv2d_backward_x(conv, n, w, dy, dx);
    }
}

const struct backend naive_backend = {
    .name = "naive",
    .matmul_forward = matmul_forward,
    .matmul_backward = matmul_backward,
    .linear_forward = linear_forward,
    .linear_backward = linear_backward_wanted,
    .add_row_forward = add_row_forward,
    .add_row_backward = add_row_backward,
    .sigmoid_forward = sigmoid_forward,
    .sigmoid_backward = sigmoid_backward,
    .tanh_forward = tanh_forward,
    .tanh_backward = tanh_backward,
    .relu_forward = relu_forward,
    .relu_backward = relu_backward,
    .leaky_relu_forward = leaky_relu_forward,
    .leaky_relu_backward = leaky_relu_backward,
    .mse_forward = mse_forward,
    .mse_backward = mse_backward,
    .binary_cross_entropy_forward = binary_cross_entropy_forward,
    .binary_cross_entropy_backward = binary_cross_entropy_backward,
    .softmax_cross_entropy_forward = softmax_cross_entropy_forward,
    .softmax_cross_entropy_backward = softmax_cross_entropy_backward,
    .dropout_forward = dropout_forward,
    .dropout_backward = dropout_backward,
    .batch_norm_train = batch_norm_train,
    .batch_norm_evaluate = batch_norm_evaluate,
    .batch_norm_backward = batch_norm_backward,
    .conv2d_scratch = no_scratch,
    .conv2d_forward = convolve,
    .conv2d_backward = convolve_back,
    .max_pool_forward = max_pool_forward,
    .max_pool_backward = max_pool_backward,
    .average_pool_forward = average_pool_forward,
    .average_pool_backward = average_pool_backward,
};
