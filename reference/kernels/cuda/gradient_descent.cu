#include "kernels/cuda/gradient_descent.h"

enum { threads = 256 };

void cuda_gradient_descent(size_t count, const float *rate, const float *gradient, float *value)
{
    const int n = cuda_int(count);
    gradient_descent_kernel<<<cuda_blocks(n, threads), threads, 0, cuda_stream()>>>(
        n, rate, gradient, value);
    cuda_check_launch("gradient_descent_kernel");
}
