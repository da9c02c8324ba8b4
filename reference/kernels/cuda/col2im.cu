#include "kernels/cuda/col2im.h"

enum { threads = 256 };

/* Along an axis: which window's row kh is the pixel's row h; -1: none's. */
static __device__ int window_of(int h, int kh, int stride, int padding, int windows)
{
    const int from = h + padding - kh;
    return from >= 0 && from % stride == 0 && from / stride < windows ? from / stride : -1;
}

static __global__ void col2im_kernel(struct cuda_conv2d conv, const float *dcolumns, float *dx)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x, kernel = conv.kernel;
    if (i >= conv.in_channels * conv.height * conv.width) {
        return;
    }
    const int v = i % conv.width, h = i / conv.width % conv.height;
    const int ci = i / (conv.width * conv.height);
    float sum = 0;
    for (int kh = 0; kh < kernel; kh++) {
        const int ho = window_of(h, kh, conv.stride, conv.padding, conv.out_height);
        for (int kw = 0; kw < kernel && ho >= 0; kw++) {
            const int wo = window_of(v, kw, conv.stride, conv.padding, conv.out_width);
            if (wo >= 0) {
                const int row = (ci * kernel + kh) * kernel + kw;
                sum += dcolumns[(row * conv.out_height + ho) * conv.out_width + wo];
            }
        }
    }
    dx[i] += sum;
}

void cuda_col2im(const struct cuda_conv2d *conv, const float *dcolumns, float *dx)
{
    const int count = conv->in_channels * conv->height * conv->width;
    col2im_kernel<<<cuda_blocks(count, threads), threads, 0, cuda_stream()>>>(*conv, dcolumns, dx);
    cuda_check_launch("col2im_kernel");
}
