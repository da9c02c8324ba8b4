#include "kernels/cuda/leaky_relu.h"

#include "kernels/cuda/four.h"

/* a, or slope a where x is not positive: x itself on the way forward, dy on the way back. */
static __device__ float leak(float slope, float x, float a)
{
    return a * (x > 0 ? 1 : slope);
}

static __global__ void leaky_relu_forward_kernel(int count, float slope, const float *x, float *y)
{
    const unsigned i = first_of_four();
    const float4 a = load_four(x, i, count);
    store_four(y, i, count,
               make_float4(leak(slope, a.x, a.x), leak(slope, a.y, a.y), leak(slope, a.z, a.z),
                           leak(slope, a.w, a.w)));
}

void cuda_leaky_relu_forward(size_t count, float slope, const float *x, float *y)
{
    const int n = cuda_int(count);
    leaky_relu_forward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, slope, x,
                                                                                        y);
    cuda_check_launch("leaky_relu_forward_kernel");
}

static __global__ void leaky_relu_backward_kernel(int count, float slope, const float *x,
                                                  const float *dy, float *dx)
{
    const unsigned i = first_of_four();
    const float4 a = load_four(x, i, count), d = load_four(dy, i, count);
    add_four(dx, i, count,
             make_float4(leak(slope, a.x, d.x), leak(slope, a.y, d.y), leak(slope, a.z, d.z),
                         leak(slope, a.w, d.w)));
}

void cuda_leaky_relu_backward(size_t count, float slope, const float *x, const float *dy, float *dx)
{
    const int n = cuda_int(count);
    leaky_relu_backward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, slope,
                                                                                         x, dy, dx);
    cuda_check_launch("leaky_relu_backward_kernel");
}
