#include "kernels/cuda/average_pool.h"

#include "kernels/cuda/pool_windows.h"

enum { threads = 256 };

static __global__ void average_pool_forward_kernel(struct cuda_pool pool, const float *x, float *y)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int places = pool.out_height * pool.out_width;
    if (i >= pool.maps * places) {
        return;
    }
    const int wo = i % pool.out_width, ho = i / pool.out_width % pool.out_height;
    const float *const window =
        x + (i / places * pool.height + ho * pool.stride) * pool.width + wo * pool.stride;
    float sum = 0;
    for (int kh = 0; kh < pool.kernel; kh++) {
        for (int kw = 0; kw < pool.kernel; kw++) {
            sum += window[kh * pool.width + kw];
        }
    }
    y[i] = sum / (float)(pool.kernel * pool.kernel);
}

void cuda_average_pool_forward(const struct pool2d *pool, size_t n, const float *x, float *y)
{
    const struct cuda_pool sizes = cuda_pool_of(pool, n);
    const int count = cuda_int(n * pool->channels * pool->out_height * pool->out_width);
    average_pool_forward_kernel<<<cuda_blocks(count, threads), threads, 0, cuda_stream()>>>(sizes,
                                                                                            x, y);
    cuda_check_launch("average_pool_forward_kernel");
}

static __global__ void average_pool_backward_kernel(struct cuda_pool pool, const float *dy,
                                                    float *dx)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int pixels = pool.height * pool.width, map = i / pixels, pixel = i % pixels;
    if (i >= pool.maps * pixels) {
        return;
    }
    const int h = pixel / pool.width, v = pixel % pool.width;
    const float *const dout = dy + map * pool.out_height * pool.out_width;
    const int last_ho = last_window(h, pool.stride, pool.out_height);
    const int last_wo = last_window(v, pool.stride, pool.out_width);
    float sum = 0;
    for (int ho = first_window(h, pool.kernel, pool.stride); ho <= last_ho; ho++) {
        for (int wo = first_window(v, pool.kernel, pool.stride); wo <= last_wo; wo++) {
            sum += dout[ho * pool.out_width + wo];
        }
    }
    dx[i] += sum / (float)(pool.kernel * pool.kernel);
}

void cuda_average_pool_backward(const struct pool2d *pool, size_t n, const float *dy, float *dx)
{
    const struct cuda_pool sizes = cuda_pool_of(pool, n);
    const int count = cuda_int(n * pool->channels * pool->height * pool->width);
    average_pool_backward_kernel<<<cuda_blocks(count, threads), threads, 0, cuda_stream()>>>(
        sizes, dy, dx);
    cuda_check_launch("average_pool_backward_kernel");
}
