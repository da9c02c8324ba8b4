#include "kernels/fast/fast.h"

#include "kernels/fast/processor.h"

/* The table of fast/loops/fast_loops.c, once for each instruction set: see reference/rules.mk. */
extern const struct backend fast_loops_baseline;
#ifdef __x86_64__
extern const struct backend fast_loops_v3, fast_loops_v4;
#endif

size_t fast_loops_here(struct fast_loops here[fast_loops_max])
{
    size_t count = 0;
#ifdef __x86_64__
    if (processor_has_v4()) {
        here[count++] = (struct fast_loops){"x86-64-v4", &fast_loops_v4};
    }
    if (processor_has_v3()) {
        here[count++] = (struct fast_loops){"x86-64-v3", &fast_loops_v3};
    }
#endif
    here[count++] = (struct fast_loops){"baseline", &fast_loops_baseline};
    return count;
}

/* gcc's `a ?: b` is a where a is not NULL, else b. */
struct backend fast_backend_of(const struct backend *loops)
{
    const struct backend *const naive = &naive_backend;
    return (struct backend){
        .name = "fast",
        .matmul_forward = loops->matmul_forward ?: naive->matmul_forward,
        .matmul_backward = loops->matmul_backward ?: naive->matmul_backward,
        .linear_forward = loops->linear_forward ?: naive->linear_forward,
        .linear_backward = loops->linear_backward ?: naive->linear_backward,
        .add_row_forward = loops->add_row_forward ?: naive->add_row_forward,
        .add_row_backward = loops->add_row_backward ?: naive->add_row_backward,
        .sigmoid_forward = loops->sigmoid_forward ?: naive->sigmoid_forward,
        .sigmoid_backward = loops->sigmoid_backward ?: naive->sigmoid_backward,
        .tanh_forward = loops->tanh_forward ?: naive->tanh_forward,
        .tanh_backward = loops->tanh_backward ?: naive->tanh_backward,
        .relu_forward = loops->relu_forward ?: naive->relu_forward,
        .relu_backward = loops->relu_backward ?: naive->relu_backward,
        .leaky_relu_forward = loops->leaky_relu_forward ?: naive->leaky_relu_forward,
        .leaky_relu_backward = loops->leaky_relu_backward ?: naive->leaky_relu_backward,
        .mse_forward = loops->mse_forward ?: naive->mse_forward,
        .mse_backward = loops->mse_backward ?: naive->mse_backward,
        .binary_cross_entropy_forward =
            loops->binary_cross_entropy_forward ?: naive->binary_cross_entropy_forward,
        .binary_cross_entropy_backward =
            loops->binary_cross_entropy_backward ?: naive->binary_cross_entropy_backward,
        .softmax_cross_entropy_forward =
            loops->softmax_cross_entropy_forward ?: naive->softmax_cross_entropy_forward,
        .softmax_cross_entropy_backward =
            loops->softmax_cross_entropy_backward ?: naive->softmax_cross_entropy_backward,
        .dropout_forward = loops->dropout_forward ?: naive->dropout_forward,
        .dropout_backward = loops->dropout_backward ?: naive->dropout_backward,
        .batch_norm_train = loops->batch_norm_train ?: naive->batch_norm_train,
        .batch_norm_evaluate = loops->batch_norm_evaluate ?: naive->batch_norm_evaluate,
        .batch_norm_backward = loops->batch_norm_backward ?: naive->batch_norm_backward,
        .conv2d_scratch = loops->conv2d_scratch ?: naive->conv2d_scratch,
        .conv2d_forward = loops->conv2d_forward ?: naive->conv2d_forward,
        .conv2d_backward = loops->conv2d_backward ?: naive->conv2d_backward,
        .max_pool_forward = loops->max_pool_forward ?: naive->max_pool_forward,
        .max_pool_backward = loops->max_pool_backward ?: naive->max_pool_backward,
        .average_pool_forward = loops->average_pool_forward ?: naive->average_pool_forward,
        .average_pool_backward = loops->average_pool_backward ?: naive->average_pool_backward,
        .conv_relu_pool = loops->conv_relu_pool ?: naive->conv_relu_pool,
        .gradient_descent_step = loops->gradient_descent_step ?: naive->gradient_descent_step,
        .momentum_step = loops->momentum_step ?: naive->momentum_step,
        .nesterov_step = loops->nesterov_step ?: naive->nesterov_step,
        .adagrad_step = loops->adagrad_step ?: naive->adagrad_step,
        .rmsprop_step = loops->rmsprop_step ?: naive->rmsprop_step,
        .adam_step = loops->adam_step ?: naive->adam_step,
        .adamw_step = loops->adamw_step ?: naive->adamw_step,
    };
}

struct backend fast_backend(void)
{
    struct fast_loops here[fast_loops_max];
    fast_loops_here(here);
    return fast_backend_of(here[0].loops);
}
