#include "kernels/cuda/tanh.h"

#include "kernels/cuda/four.h"

static __global__ void tanh_forward_kernel(int count, const float *x, float *y)
{
    const unsigned i = first_of_four();
    const float4 a = load_four(x, i, count);
    store_four(y, i, count, make_float4(tanhf(a.x), tanhf(a.y), tanhf(a.z), tanhf(a.w)));
}

void cuda_tanh_forward(size_t count, const float *x, float *y)
{
    const int n = cuda_int(count);
    tanh_forward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, x, y);
    cuda_check_launch("tanh_forward_kernel");
}

static __device__ float tanh_gradient(float y, float dy)
{
    return dy * (1 - y * y);
}

static __global__ void tanh_backward_kernel(int count, const float *y, const float *dy, float *dx)
{
    const unsigned i = first_of_four();
    const float4 a = load_four(y, i, count), d = load_four(dy, i, count);
    add_four(dx, i, count,
             make_float4(tanh_gradient(a.x, d.x), tanh_gradient(a.y, d.y), tanh_gradient(a.z, d.z),
                         tanh_gradient(a.w, d.w)));
}

void cuda_tanh_backward(size_t count, const float *y, const float *dy, float *dx)
{
    const int n = cuda_int(count);
    tanh_backward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, y, dy, dx);
    cuda_check_launch("tanh_backward_kernel");
}
