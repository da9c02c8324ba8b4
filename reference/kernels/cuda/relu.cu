#include "kernels/cuda/relu.h"

#include "kernels/cuda/four.h"

static __device__ float relu(float x)
{
    return x > 0 ? x : 0;
}

static __global__ void relu_forward_kernel(int count, const float *x, float *y)
{
    const unsigned i = first_of_four();
    const float4 a = load_four(x, i, count);
    store_four(y, i, count, make_float4(relu(a.x), relu(a.y), relu(a.z), relu(a.w)));
}

void cuda_relu_forward(size_t count, const float *x, float *y)
{
    const int n = cuda_int(count);
    relu_forward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, x, y);
    cuda_check_launch("relu_forward_kernel");
}

static __device__ float relu_gradient(float x, float dy)
{
    return x > 0 ? dy : 0;
}

static __global__ void relu_backward_kernel(int count, const float *x, const float *dy, float *dx)
{
    const unsigned i = first_of_four();
    const float4 a = load_four(x, i, count), d = load_four(dy, i, count);
    add_four(dx, i, count,
             make_float4(relu_gradient(a.x, d.x), relu_gradient(a.y, d.y), relu_gradient(a.z, d.z),
                         relu_gradient(a.w, d.w)));
}

void cuda_relu_backward(size_t count, const float *x, const float *dy, float *dx)
{
    const int n = cuda_int(count);
    relu_backward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, x, dy, dx);
    cuda_check_launch("relu_backward_kernel");
}
