#include "kernels/fast/loops/fast_loops.h"

/* Without its file a kernel is NULL here, and fast_backend takes the naive one. */
#pragma weak fast_matmul_forward
#pragma weak fast_matmul_backward
#pragma weak fast_linear_forward
#pragma weak fast_linear_backward
#pragma weak fast_add_row_forward
#pragma weak fast_add_row_backward
#pragma weak fast_sigmoid_forward
#pragma weak fast_sigmoid_backward
#pragma weak fast_tanh_forward
#pragma weak fast_tanh_backward
#pragma weak fast_relu_forward
#pragma weak fast_relu_backward
#pragma weak fast_leaky_relu_forward
#pragma weak fast_leaky_relu_backward
#pragma weak fast_mse_forward
#pragma weak fast_mse_backward
#pragma weak fast_binary_cross_entropy_forward
#pragma weak fast_binary_cross_entropy_backward
#pragma weak fast_softmax_cross_entropy_forward
#pragma weak fast_softmax_cross_entropy_backward
#pragma weak fast_dropout_forward
#pragma weak fast_dropout_backward
#pragma weak fast_batch_norm_train
#pragma weak fast_batch_norm_evaluate
#pragma weak fast_batch_norm_backward

const struct backend fast_loops = {
    .name = "fast",
    .matmul_forward = fast_matmul_forward,
    .matmul_backward = fast_matmul_backward,
    .linear_forward = fast_linear_forward,
    .linear_backward = fast_linear_backward,
    .add_row_forward = fast_add_row_forward,
    .add_row_backward = fast_add_row_backward,
    .sigmoid_forward = fast_sigmoid_forward,
    .sigmoid_backward = fast_sigmoid_backward,
    .tanh_forward = fast_tanh_forward,
    .tanh_backward = fast_tanh_backward,
    .relu_forward = fast_relu_forward,
    .relu_backward = fast_relu_backward,
    .leaky_relu_forward = fast_leaky_relu_forward,
    .leaky_relu_backward = fast_leaky_relu_backward,
    .mse_forward = fast_mse_forward,
    .mse_backward = fast_mse_backward,
    .binary_cross_entropy_forward = fast_binary_cross_entropy_forward,
    .binary_cross_entropy_backward = fast_binary_cross_entropy_backward,
    .softmax_cross_entropy_forward = fast_softmax_cross_entropy_forward,
    .softmax_cross_entropy_backward = fast_softmax_cross_entropy_backward,
    .dropout_forward = fast_dropout_forward,
    .dropout_backward = fast_dropout_backward,
    .batch_norm_train = fast_batch_norm_train,
    .batch_norm_evaluate = fast_batch_norm_evaluate,
    .batch_norm_backward = fast_batch_norm_backward,
};
