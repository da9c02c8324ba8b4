#include "common/own_kernels.h"

#include "kernels/fast/fast.h"

/* Where a step is NULL, the optimizer calls the function of optim/ itself. */
static void use_lab01(struct backend *backend)
{
    backend->gradient_descent_step = NULL;
    backend->momentum_step = NULL;
    backend->linear_forward = naive_backend.linear_forward;
    backend->linear_backward = naive_backend.linear_backward;
    backend->mse_forward = naive_backend.mse_forward;
    backend->mse_backward = naive_backend.mse_backward;
}

static void use_lab02(struct backend *backend)
{
    backend->sigmoid_forward = naive_backend.sigmoid_forward;
    backend->sigmoid_backward = naive_backend.sigmoid_backward;
    backend->tanh_forward = naive_backend.tanh_forward;
    backend->tanh_backward = naive_backend.tanh_backward;
    backend->relu_forward = naive_backend.relu_forward;
    backend->relu_backward = naive_backend.relu_backward;
    backend->matmul_forward = naive_backend.matmul_forward;
    backend->matmul_backward = naive_backend.matmul_backward;
    backend->binary_cross_entropy_forward = naive_backend.binary_cross_entropy_forward;
    backend->binary_cross_entropy_backward = naive_backend.binary_cross_entropy_backward;
}

static void use_lab03(struct backend *backend)
{
    backend->softmax_cross_entropy_forward = naive_backend.softmax_cross_entropy_forward;
    backend->softmax_cross_entropy_backward = naive_backend.softmax_cross_entropy_backward;
    backend->dropout_forward = naive_backend.dropout_forward;
    backend->dropout_backward = naive_backend.dropout_backward;
    backend->batch_norm_train = naive_backend.batch_norm_train;
    backend->batch_norm_evaluate = naive_backend.batch_norm_evaluate;
    backend->batch_norm_backward = naive_backend.batch_norm_backward;
    backend->adagrad_step = NULL;
    backend->rmsprop_step = NULL;
    backend->adam_step = NULL;
    backend->adamw_step = NULL;
}

/* The convolution, the ReLU and the pooling in one would be nobody's exercise. */
static void use_lab04(struct backend *backend)
{
    backend->conv2d_scratch = naive_backend.conv2d_scratch;
    backend->conv2d_forward = naive_backend.conv2d_forward;
    backend->conv2d_backward = naive_backend.conv2d_backward;
    backend->max_pool_forward = naive_backend.max_pool_forward;
    backend->max_pool_backward = naive_backend.max_pool_backward;
    backend->conv_relu_pool = NULL;
}

struct backend own_kernels(unsigned first, unsigned last)
{
    static void (*const use_lab[])(struct backend *) = {use_lab01, use_lab02, use_lab03, use_lab04};
    struct backend backend = fast_backend();
    backend.name = "own";
    for (unsigned lab = first; lab <= last && lab <= sizeof use_lab / sizeof *use_lab; lab++) {
        use_lab[lab - 1](&backend);
    }
    return backend;
}
