#include "kernels/cuda/nesterov.h"

#include "kernels/cuda/four.h"

/* One element. */
static __device__ void nesterov(float rate, float beta, float gradient, float *value,
                                float *velocity)
{
    *velocity = beta * *velocity + gradient;
    *value -= rate * (gradient + beta * *velocity);
}

static __global__ void nesterov_step_kernel(int count, const float *gradient, float *value,
                                            const struct cuda_step_numbers *numbers, float beta,
                                            float *velocity)
{
    const unsigned i = first_of_four();
    const float rate = numbers->rate;
    const float4 g = load_four(gradient, i, count);
    float4 a = load_four(value, i, count), s = load_four(velocity, i, count);
    nesterov(rate, beta, g.x, &a.x, &s.x);
    nesterov(rate, beta, g.y, &a.y, &s.y);
    nesterov(rate, beta, g.z, &a.z, &s.z);
    nesterov(rate, beta, g.w, &a.w, &s.w);
    store_four(value, i, count, a);
    store_four(velocity, i, count, s);
}

void cuda_nesterov_step(size_t count, const float *gradient, float *value,
                        const struct cuda_step_numbers *numbers, float beta, float *velocity)
{
    const int n = cuda_int(count);
    nesterov_step_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(
        n, gradient, value, numbers, beta, velocity);
    cuda_check_launch("nesterov_step_kernel");
}
