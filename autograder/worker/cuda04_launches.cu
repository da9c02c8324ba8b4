#include "worker/cuda04_launches.h"

void launch_gradient_descent(int threads, int count, const float *rate, const float *gradient,
                             float *value)
{
    gradient_descent_kernel<<<cuda_blocks(count, threads), threads>>>(count, rate, gradient, value);
}

void launch_row_softmax(int threads, int rows, int columns, const float *x, float *y)
{
    const unsigned blocks = cuda_blocks(rows, threads / warp_size);
    row_softmax_kernel<<<blocks, threads>>>(rows, columns, x, y);
}

void launch_matmul_tiled(int n, int k, int m, const float *a, const float *b, float *c)
{
    const dim3 threads(matmul_tile, matmul_tile);
    const dim3 blocks(cuda_blocks(m, matmul_tile), cuda_blocks(n, matmul_tile));
    matmul_tiled_kernel<<<blocks, threads>>>(n, k, m, a, b, c);
}

void launch_im2col(int threads, const struct cuda_conv2d *conv, const float *x, float *columns)
{
    const int count =
        conv->in_channels * conv->kernel * conv->kernel * conv->out_height * conv->out_width;
    im2col_kernel<<<cuda_blocks(count, threads), threads>>>(*conv, x, columns);
}
