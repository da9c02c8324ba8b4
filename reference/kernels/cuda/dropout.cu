#include "kernels/cuda/dropout.h"

#include "kernels/cuda/four.h"
#include "kernels/cuda/philox.h"

static __device__ float mask_of(unsigned bits, float rate)
{
    return philox_uniform(bits) < rate ? 0 : 1 / (1 - rate);
}

static __device__ float4 product(float4 a, float4 b)
{
    return make_float4(a.x * b.x, a.y * b.y, a.z * b.z, a.w * b.w);
}

static __global__ void dropout_forward_kernel(int count, float rate, uint2 key,
                                              const struct cuda_step_numbers *numbers,
                                              const float *x, float *mask, float *y)
{
    const unsigned i = first_of_four();
    const uint4 bits = philox(make_uint4(i / 4, 0, (unsigned)numbers->t, 0), key);
    const float4 kept = make_float4(mask_of(bits.x, rate), mask_of(bits.y, rate),
                                    mask_of(bits.z, rate), mask_of(bits.w, rate));
    store_four(mask, i, count, kept);
    store_four(y, i, count, product(load_four(x, i, count), kept));
}

/* Outside of training. */
static __global__ void keep_all_kernel(int count, const float *x, float *mask, float *y)
{
    const unsigned i = first_of_four();
    store_four(mask, i, count, make_float4(1, 1, 1, 1));
    store_four(y, i, count, load_four(x, i, count));
}

void cuda_dropout_forward(size_t count, float rate, bool training, uint64_t seed,
                          const struct cuda_step_numbers *numbers, const float *x, float *mask,
                          float *y)
{
    const int n = cuda_int(count);
    if (!training) {
        keep_all_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, x, mask, y);
        cuda_check_launch("keep_all_kernel");
        return;
    }
    const uint2 key = make_uint2((unsigned)seed, (unsigned)(seed >> 32));
    dropout_forward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(
        n, rate, key, numbers, x, mask, y);
    cuda_check_launch("dropout_forward_kernel");
}

static __global__ void dropout_backward_kernel(int count, const float *mask, const float *dy,
                                               float *dx)
{
    const unsigned i = first_of_four();
    add_four(dx, i, count, product(load_four(dy, i, count), load_four(mask, i, count)));
}

void cuda_dropout_backward(size_t count, const float *mask, const float *dy, float *dx)
{
    const int n = cuda_int(count);
    dropout_backward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, mask, dy,
                                                                                      dx);
    cuda_check_launch("dropout_backward_kernel");
}
