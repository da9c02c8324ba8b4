#include "kernels/cuda/sigmoid.h"

#include "kernels/cuda/four.h"

static __device__ float sigmoid(float x)
{
    /* of +-x the one that is not positive: exp cannot overflow */
    const float small = expf(-fabsf(x));
    return (x >= 0 ? 1 : small) / (1 + small);
}

static __global__ void sigmoid_forward_kernel(int count, const float *x, float *y)
{
    const unsigned i = first_of_four();
    const float4 a = load_four(x, i, count);
    store_four(y, i, count, make_float4(sigmoid(a.x), sigmoid(a.y), sigmoid(a.z), sigmoid(a.w)));
}

void cuda_sigmoid_forward(size_t count, const float *x, float *y)
{
    const int n = cuda_int(count);
    sigmoid_forward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, x, y);
    cuda_check_launch("sigmoid_forward_kernel");
}

static __device__ float sigmoid_gradient(float y, float dy)
{
    return dy * y * (1 - y);
}

static __global__ void sigmoid_backward_kernel(int count, const float *y, const float *dy,
                                               float *dx)
{
    const unsigned i = first_of_four();
    const float4 a = load_four(y, i, count), d = load_four(dy, i, count);
    add_four(dx, i, count,
             make_float4(sigmoid_gradient(a.x, d.x), sigmoid_gradient(a.y, d.y),
                         sigmoid_gradient(a.z, d.z), sigmoid_gradient(a.w, d.w)));
}

void cuda_sigmoid_backward(size_t count, const float *y, const float *dy, float *dx)
{
    const int n = cuda_int(count);
    sigmoid_backward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, y, dy, dx);
    cuda_check_launch("sigmoid_backward_kernel");
}
