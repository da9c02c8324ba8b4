#include "kernels/cuda/rmsprop.h"

#include "kernels/cuda/four.h"

/* One element. */
static __device__ void rmsprop(float rate, float decay, float epsilon, float gradient, float *value,
                               float *mean_square)
{
    *mean_square = decay * *mean_square + (1 - decay) * gradient * gradient;
    *value -= rate * gradient / (sqrtf(*mean_square) + epsilon);
}

static __global__ void rmsprop_step_kernel(int count, const float *gradient, float *value,
                                           const struct cuda_step_numbers *numbers, float decay,
                                           float epsilon, float *mean_square)
{
    const unsigned i = first_of_four();
    const float rate = numbers->rate;
    const float4 g = load_four(gradient, i, count);
    float4 a = load_four(value, i, count), s = load_four(mean_square, i, count);
    rmsprop(rate, decay, epsilon, g.x, &a.x, &s.x);
    rmsprop(rate, decay, epsilon, g.y, &a.y, &s.y);
    rmsprop(rate, decay, epsilon, g.z, &a.z, &s.z);
    rmsprop(rate, decay, epsilon, g.w, &a.w, &s.w);
    store_four(value, i, count, a);
    store_four(mean_square, i, count, s);
}

void cuda_rmsprop_step(size_t count, const float *gradient, float *value,
                       const struct cuda_step_numbers *numbers, float decay, float epsilon,
                       float *mean_square)
{
    const int n = cuda_int(count);
    rmsprop_step_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(
        n, gradient, value, numbers, decay, epsilon, mean_square);
    cuda_check_launch("rmsprop_step_kernel");
}
