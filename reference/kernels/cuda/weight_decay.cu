#include "kernels/cuda/weight_decay.h"

#include "kernels/cuda/four.h"

static __device__ float4 scaled(float scale, float4 a)
{
    return make_float4(scale * a.x, scale * a.y, scale * a.z, scale * a.w);
}

static __global__ void coupled_kernel(int count, const float *gradient, const float *value,
                                      float decay, float *pulled)
{
    const unsigned i = first_of_four();
    const float4 g = load_four(gradient, i, count);
    const float4 pull = scaled(decay, load_four(value, i, count));
    store_four(pulled, i, count,
               make_float4(g.x + pull.x, g.y + pull.y, g.z + pull.z, g.w + pull.w));
}

void cuda_weight_decay_coupled(size_t count, const float *gradient, const float *value, float decay,
                               float *pulled)
{
    const int n = cuda_int(count);
    coupled_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, gradient, value,
                                                                             decay, pulled);
    cuda_check_launch("coupled_kernel");
}

/* previous may be NULL. */
static __global__ void decoupled_kernel(int count, float *value,
                                        const struct cuda_step_numbers *numbers, float decay,
                                        float *previous)
{
    const unsigned i = first_of_four();
    const float share = numbers->rate * decay;
    const float4 pull = scaled(-share, load_four(value, i, count));
    add_four(value, i, count, pull);
    if (previous) {
        add_four(previous, i, count, pull);
    }
}

void cuda_weight_decay_decoupled_shift(size_t count, float *value,
                                       const struct cuda_step_numbers *numbers, float decay,
                                       float *previous)
{
    const int n = cuda_int(count);
    decoupled_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, value, numbers,
                                                                               decay, previous);
    cuda_check_launch("decoupled_kernel");
}

void cuda_weight_decay_decoupled(size_t count, float *value,
                                 const struct cuda_step_numbers *numbers, float decay)
{
    cuda_weight_decay_decoupled_shift(count, value, numbers, decay, NULL);
}
