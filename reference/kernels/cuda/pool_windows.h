/* kernels/cuda/pool_windows.h: what both poolings' kernels share: sizes as the device counts, and which windows a
 * pixel lies in. */
#ifndef DESCENT_KERNELS_CUDA_POOL_WINDOWS_H
#define DESCENT_KERNELS_CUDA_POOL_WINDOWS_H

#include "kernels/cuda/launch.h"
#include "kernels/pool2d.h"

/* struct pool2d's sizes; maps are images times channels. */
struct cuda_pool {
    int maps, height, width, kernel, stride, out_height, out_width;
};

static inline struct cuda_pool cuda_pool_of(const struct pool2d *pool, size_t n)
{
    cuda_int(n * pool->channels * pool->height * pool->width);
    const struct cuda_pool sizes = {cuda_int(n * pool->channels), cuda_int(pool->height),
                                    cuda_int(pool->width),        cuda_int(pool->kernel),
                                    cuda_int(pool->stride),       cuda_int(pool->out_height),
                                    cuda_int(pool->out_width)};
    return sizes;
}

#ifdef __cplusplus

/* Of the windows along an axis the first and the last that pixel h lies in; none when first > last. */
static __device__ inline int first_window(int h, int kernel, int stride)
{
    return h < kernel ? 0 : (h - kernel) / stride + 1;
}

static __device__ inline int last_window(int h, int stride, int windows)
{
    return min(h / stride, windows - 1);
}

#endif

#endif
