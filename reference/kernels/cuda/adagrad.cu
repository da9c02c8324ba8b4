#include "kernels/cuda/adagrad.h"

#include "kernels/cuda/four.h"

/* One element. */
static __device__ void adagrad(float rate, float epsilon, float gradient, float *value, float *sum)
{
    *sum += gradient * gradient;
    *value -= rate * gradient / (sqrtf(*sum) + epsilon);
}

static __global__ void adagrad_step_kernel(int count, const float *gradient, float *value,
                                           const struct cuda_step_numbers *numbers, float epsilon,
                                           float *sum)
{
    const unsigned i = first_of_four();
    const float rate = numbers->rate;
    const float4 g = load_four(gradient, i, count);
    float4 a = load_four(value, i, count), s = load_four(sum, i, count);
    adagrad(rate, epsilon, g.x, &a.x, &s.x);
    adagrad(rate, epsilon, g.y, &a.y, &s.y);
    adagrad(rate, epsilon, g.z, &a.z, &s.z);
    adagrad(rate, epsilon, g.w, &a.w, &s.w);
    store_four(value, i, count, a);
    store_four(sum, i, count, s);
}

void cuda_adagrad_step(size_t count, const float *gradient, float *value,
                       const struct cuda_step_numbers *numbers, float epsilon, float *sum)
{
    const int n = cuda_int(count);
    adagrad_step_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(
        n, gradient, value, numbers, epsilon, sum);
    cuda_check_launch("adagrad_step_kernel");
}
