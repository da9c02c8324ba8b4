#include "kernels/cuda/momentum.h"

#include "kernels/cuda/four.h"

/* One element. */
static __device__ void momentum(float rate, float beta, float gradient, float *value,
                                float *previous)
{
    const float here = *value, last_move = here - *previous;
    *value = here - rate * gradient + beta * last_move;
    *previous = here;
}

static __global__ void momentum_step_kernel(int count, const float *gradient, float *value,
                                            const struct cuda_step_numbers *numbers, float beta,
                                            float *previous)
{
    const unsigned i = first_of_four();
    const float rate = numbers->rate;
    const float4 g = load_four(gradient, i, count);
    float4 a = load_four(value, i, count), s = load_four(previous, i, count);
    momentum(rate, beta, g.x, &a.x, &s.x);
    momentum(rate, beta, g.y, &a.y, &s.y);
    momentum(rate, beta, g.z, &a.z, &s.z);
    momentum(rate, beta, g.w, &a.w, &s.w);
    store_four(value, i, count, a);
    store_four(previous, i, count, s);
}

void cuda_momentum_step(size_t count, const float *gradient, float *value,
                        const struct cuda_step_numbers *numbers, float beta, float *previous)
{
    const int n = cuda_int(count);
    momentum_step_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(
        n, gradient, value, numbers, beta, previous);
    cuda_check_launch("momentum_step_kernel");
}
