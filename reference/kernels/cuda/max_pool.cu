#include "kernels/cuda/max_pool.h"

#include "kernels/cuda/pool_windows.h"

enum { threads = 256 };

/* Which pixel of a window of the map `in` is the largest, the first one of several: its place in the map. */
static __device__ int winner(const struct cuda_pool *pool, const float *in /* (height,width) */,
                             int ho, int wo)
{
    const int corner = ho * pool->stride * pool->width + wo * pool->stride;
    int best = corner;
    float largest = in[corner];
    for (int kh = 0; kh < pool->kernel; kh++) {
        for (int kw = 0; kw < pool->kernel; kw++) {
            const int pixel = corner + kh * pool->width + kw;
            const float value = in[pixel];
            if (value > largest) {
                largest = value;
                best = pixel;
            }
        }
    }
    return best;
}

static __global__ void max_pool_forward_kernel(struct cuda_pool pool, const float *x, float *y)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int places = pool.out_height * pool.out_width;
    if (i >= pool.maps * places) {
        return;
    }
    const int wo = i % pool.out_width, ho = i / pool.out_width % pool.out_height;
    const float *const in = x + i / places * pool.height * pool.width;
    y[i] = in[winner(&pool, in, ho, wo)];
}

void cuda_max_pool_forward(const struct pool2d *pool, size_t n, const float *x, float *y)
{
    const struct cuda_pool sizes = cuda_pool_of(pool, n);
    const int count = cuda_int(n * pool->channels * pool->out_height * pool->out_width);
    max_pool_forward_kernel<<<cuda_blocks(count, threads), threads, 0, cuda_stream()>>>(sizes, x,
                                                                                        y);
    cuda_check_launch("max_pool_forward_kernel");
}

static __global__ void max_pool_backward_kernel(struct cuda_pool pool, const float *x,
                                                const float *dy, float *dx)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int pixels = pool.height * pool.width, map = i / pixels, pixel = i % pixels;
    if (i >= pool.maps * pixels) {
        return;
    }
    const int h = pixel / pool.width, v = pixel % pool.width;
    const float *const in = x + map * pixels;
    const float *const dout = dy + map * pool.out_height * pool.out_width;
    const int last_ho = last_window(h, pool.stride, pool.out_height);
    const int last_wo = last_window(v, pool.stride, pool.out_width);
    float sum = 0;
    for (int ho = first_window(h, pool.kernel, pool.stride); ho <= last_ho; ho++) {
        for (int wo = first_window(v, pool.kernel, pool.stride); wo <= last_wo; wo++) {
            if (winner(&pool, in, ho, wo) == pixel) {
                sum += dout[ho * pool.out_width + wo];
            }
        }
    }
    dx[i] += sum;
}

void cuda_max_pool_backward(const struct pool2d *pool, size_t n, const float *x, const float *dy,
                            float *dx)
{
    const struct cuda_pool sizes = cuda_pool_of(pool, n);
    const int count = cuda_int(n * pool->channels * pool->height * pool->width);
    max_pool_backward_kernel<<<cuda_blocks(count, threads), threads, 0, cuda_stream()>>>(sizes, x,
                                                                                         dy, dx);
    cuda_check_launch("max_pool_backward_kernel");
}
