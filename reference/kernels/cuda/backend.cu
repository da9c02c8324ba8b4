#include "kernels/cuda/backend.h"

extern "C" {
#include "base/message.h"
#include "base/pcg32.h"
#include "kernels/adam_settings.h"
#include "kernels/naive/batch_norm.h"
#include "tensor/parameter.h"
}

#include "kernels/cuda/adagrad.h"
#include "kernels/cuda/adam.h"
#include "kernels/cuda/add_row.h"
#include "kernels/cuda/average_pool.h"
#include "kernels/cuda/batch_norm.h"
#include "kernels/cuda/binary_cross_entropy.h"
#include "kernels/cuda/conv2d.h"
#include "kernels/cuda/device.h"
#include "kernels/cuda/dropout.h"
#include "kernels/cuda/gradient_descent.h"
#include "kernels/cuda/leaky_relu.h"
#include "kernels/cuda/linear.h"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/max_pool.h"
#include "kernels/cuda/momentum.h"
#include "kernels/cuda/mse.h"
#include "kernels/cuda/nesterov.h"
#include "kernels/cuda/relu.h"
#include "kernels/cuda/rmsprop.h"
#include "kernels/cuda/sigmoid.h"
#include "kernels/cuda/softmax_cross_entropy.h"
#include "kernels/cuda/tanh.h"

static void matmul_forward(size_t n, size_t k, size_t m, const float *a, const float *b, float *c)
{
    cuda_matmul_forward(n, k, m, at(a), at(b), at(c));
}

static void matmul_backward(size_t n, size_t k, size_t m, const float *a, const float *b,
                            const float *dc, float *da, float *db)
{
    cuda_matmul_backward(n, k, m, at(a), at(b), at(dc), at(da), at(db));
}

static void linear_forward(size_t n, size_t in, size_t out, const float *x, const float *w,
                           const float *b, float *y)
{
    cuda_linear_forward(n, in, out, at(x), at(w), at(b), at(y));
}

static void linear_backward(size_t n, size_t in, size_t out, const float *x, const float *w,
                            const float *dy, float *dx, float *dw, float *db)
{
    cuda_linear_backward(n, in, out, at(x), at(w), at(dy), at(dx), at(dw), at(db));
}

static void add_row_forward(size_t n, size_t m, const float *x, const float *row, float *y)
{
    cuda_add_row_forward(n, m, at(x), at(row), at(y));
}

static void add_row_backward(size_t n, size_t m, const float *dy, float *dx, float *drow)
{
    cuda_add_row_backward(n, m, at(dy), at(dx), at(drow));
}

static void sigmoid_forward(size_t count, const float *x, float *y)
{
    cuda_sigmoid_forward(count, at(x), at(y));
}

static void sigmoid_backward(size_t count, const float *y, const float *dy, float *dx)
{
    cuda_sigmoid_backward(count, at(y), at(dy), at(dx));
}

static void tanh_forward(size_t count, const float *x, float *y)
{
    cuda_tanh_forward(count, at(x), at(y));
}

static void tanh_backward(size_t count, const float *y, const float *dy, float *dx)
{
    cuda_tanh_backward(count, at(y), at(dy), at(dx));
}

static void relu_forward(size_t count, const float *x, float *y)
{
    cuda_relu_forward(count, at(x), at(y));
}

static void relu_backward(size_t count, const float *x, const float *dy, float *dx)
{
    cuda_relu_backward(count, at(x), at(dy), at(dx));
}

static void leaky_relu_forward(size_t count, float slope, const float *x, float *y)
{
    cuda_leaky_relu_forward(count, slope, at(x), at(y));
}

static void leaky_relu_backward(size_t count, float slope, const float *x, const float *dy,
                                float *dx)
{
    cuda_leaky_relu_backward(count, slope, at(x), at(dy), at(dx));
}

static void conv2d_forward(const struct conv2d *conv, size_t n, const float *x, const float *w,
                           const float *b, float *scratch, float *y)
{
    cuda_conv2d_forward(conv, n, at(x), at(w), at(b), at(scratch), at(y));
}

static void conv2d_backward(const struct conv2d *conv, size_t n, const float *x, const float *w,
                            const float *dy, float *scratch, float *dx, float *dw, float *db)
{
    cuda_conv2d_backward(conv, n, at(x), at(w), at(dy), at(scratch), at(dx), at(dw), at(db));
}

static void max_pool_forward(const struct pool2d *pool, size_t n, const float *x, float *y)
{
    cuda_max_pool_forward(pool, n, at(x), at(y));
}

static void max_pool_backward(const struct pool2d *pool, size_t n, const float *x, const float *dy,
                              float *dx)
{
    cuda_max_pool_backward(pool, n, at(x), at(dy), at(dx));
}

static void average_pool_forward(const struct pool2d *pool, size_t n, const float *x, float *y)
{
    cuda_average_pool_forward(pool, n, at(x), at(y));
}

static void average_pool_backward(const struct pool2d *pool, size_t n, const float *dy, float *dx)
{
    cuda_average_pool_backward(pool, n, at(dy), at(dx));
}

/* The seed: where the generator stands, moved on by a constant for each layer of a step. Nothing is drawn from it, so a
 * training that goes on from a file, with the same generator and t, draws the same masks. */
static void dropout_forward(size_t count, float rate, bool training, struct pcg32 *generator,
                            const float *x, float *mask, float *y)
{
    const uint64_t golden = 0x9e3779b97f4a7c15;
    const uint64_t seed = training ? generator->state + cuda_step_draw() * golden : 0;
    cuda_dropout_forward(count, rate, training, seed, training ? cuda_step_numbers() : NULL, at(x),
                         at(mask), at(y));
}

static void dropout_backward(size_t count, const float *mask, const float *dy, float *dx)
{
    cuda_dropout_backward(count, at(mask), at(dy), at(dx));
}

static void mse_backward(size_t count, const float *yhat, const float *y, float dloss, float *dyhat)
{
    cuda_mse_backward(count, at(yhat), at(y), dloss, at(dyhat));
}

static void binary_cross_entropy_backward(size_t count, const float *logits, const float *y,
                                          float dloss, float *dlogits)
{
    cuda_binary_cross_entropy_backward(count, at(logits), at(y), dloss, at(dlogits));
}

static void softmax_cross_entropy_backward(size_t n, size_t classes, const float *z, const float *y,
                                           const float *weight, float dloss, float *dz)
{
    cuda_softmax_cross_entropy_backward(n, classes, at(z), at(y), at(weight), dloss, at(dz));
}

/* --- batch norm: a struct on the host with pointers to twins ------------------------------------ */

static struct batch_norm twin_norm(const struct batch_norm *norm)
{
    struct batch_norm twin = *norm;
    twin.gamma = at(norm->gamma);
    twin.beta = at(norm->beta);
    twin.running_mean = at(norm->running_mean);
    twin.running_variance = at(norm->running_variance);
    return twin;
}

static void norm_train(const struct batch_norm *norm, size_t n, const float *x, float *xhat,
                       float *deviation, float *y)
{
    const struct batch_norm twin = twin_norm(norm);
    cuda_batch_norm_train(&twin, n, at(x), at(xhat), at(deviation), at(y));
}

static void norm_evaluate(const struct batch_norm *norm, size_t n, const float *x, float *y)
{
    const struct batch_norm twin = twin_norm(norm);
    cuda_batch_norm_evaluate(&twin, n, at(x), at(y));
}

static void norm_backward(const struct batch_norm *norm, size_t n, const float *xhat,
                          const float *deviation, const float *dy, float *dx, float *dgamma,
                          float *dbeta)
{
    const struct batch_norm twin = twin_norm(norm);
    cuda_batch_norm_backward(&twin, n, at(xhat), at(deviation), at(dy), at(dx), at(dgamma),
                             at(dbeta));
}

/* --- optimizers: the rate and t are those on the device ------------------------------------------ */

static void gradient_descent_step(const struct parameter *p, float rate)
{
    (void)rate;
    cuda_gradient_descent(p->count, &cuda_step_numbers()->rate, at(p->gradient), at(p->value));
}

static void momentum_step(const struct parameter *p, float rate, float beta, float *previous)
{
    (void)rate;
    cuda_momentum_step(p->count, at(p->gradient), at(p->value), cuda_step_numbers(), beta,
                       at(previous));
}

static void nesterov_step(const struct parameter *p, float rate, float beta, float *velocity)
{
    (void)rate;
    cuda_nesterov_step(p->count, at(p->gradient), at(p->value), cuda_step_numbers(), beta,
                       at(velocity));
}

static void adagrad_step(const struct parameter *p, float rate, float epsilon, float *sum)
{
    (void)rate;
    cuda_adagrad_step(p->count, at(p->gradient), at(p->value), cuda_step_numbers(), epsilon,
                      at(sum));
}

static void rmsprop_step(const struct parameter *p, float rate, float decay, float epsilon,
                         float *mean_square)
{
    (void)rate;
    cuda_rmsprop_step(p->count, at(p->gradient), at(p->value), cuda_step_numbers(), decay, epsilon,
                      at(mean_square));
}

static void adam_step(const struct parameter *p, const struct adam_settings *settings, size_t t,
                      float *m, float *v)
{
    (void)t;
    cuda_adam_step(p->count, at(p->gradient), at(p->value), cuda_step_numbers(), settings, at(m),
                   at(v));
}

static void adamw_step(const struct parameter *p, const struct adam_settings *settings, float decay,
                       size_t t, float *m, float *v)
{
    (void)t;
    cuda_adamw_step(p->count, at(p->gradient), at(p->value), cuda_step_numbers(), settings, decay,
                    at(m), at(v));
}

/* --- losses that would have to be returned -------------------------------------------------------- */

static float pair_loss(size_t, const float *, const float *)
{
    panic("cuda: a loss stays on the device: call the device's mse_forward and the like");
}

static float class_loss(size_t, size_t, const float *, const float *, const float *)
{
    panic("cuda: a loss stays on the device: call the device's softmax_cross_entropy_forward");
}

const struct backend *cuda_backend(void)
{
    static struct backend table;
    table.name = "cuda";
    table.device = cuda_device();
    table.matmul_forward = matmul_forward;
    table.matmul_backward = matmul_backward;
    table.linear_forward = linear_forward;
    table.linear_backward = linear_backward;
    table.add_row_forward = add_row_forward;
    table.add_row_backward = add_row_backward;
    table.sigmoid_forward = sigmoid_forward;
    table.sigmoid_backward = sigmoid_backward;
    table.tanh_forward = tanh_forward;
    table.tanh_backward = tanh_backward;
    table.relu_forward = relu_forward;
    table.relu_backward = relu_backward;
    table.leaky_relu_forward = leaky_relu_forward;
    table.leaky_relu_backward = leaky_relu_backward;
    table.conv2d_forward = conv2d_forward;
    table.conv2d_backward = conv2d_backward;
    table.max_pool_forward = max_pool_forward;
    table.max_pool_backward = max_pool_backward;
    table.average_pool_forward = average_pool_forward;
    table.average_pool_backward = average_pool_backward;
    table.dropout_backward = dropout_backward;
    table.mse_backward = mse_backward;
    table.binary_cross_entropy_backward = binary_cross_entropy_backward;
    table.softmax_cross_entropy_backward = softmax_cross_entropy_backward;
    table.gradient_descent_step = gradient_descent_step;
    table.momentum_step = momentum_step;
    table.nesterov_step = nesterov_step;
    table.adagrad_step = adagrad_step;
    table.rmsprop_step = rmsprop_step;
    table.adam_step = adam_step;
    table.adamw_step = adamw_step;
    table.conv2d_scratch = cuda_conv2d_scratch;
    table.batch_norm_train = norm_train;
    table.batch_norm_evaluate = norm_evaluate;
    table.batch_norm_backward = norm_backward;
    table.mse_forward = pair_loss;
    table.binary_cross_entropy_forward = pair_loss;
    table.softmax_cross_entropy_forward = class_loss;
    table.dropout_forward = dropout_forward;
    return &table;
}
