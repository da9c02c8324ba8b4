/* Windows as columns, on the device. The header says what the kernel must do. */
#include "kernels/cuda/im2col.h"

/* The image's number at (channel, h, v), 0 in the padding. */
__device__ static float pixel(const struct cuda_conv2d *conv, const float *x, int channel, int h,
                              int v)
{
    const bool inside = h >= 0 && v >= 0 && h < conv->height && v < conv->width;
    return inside ? x[(channel * conv->height + h) * conv->width + v] : 0;
}

/* The element's row and column of the matrix first; then what each of them says. */
__global__ void im2col_kernel(struct cuda_conv2d conv,
                              const float *x /* (in_channels,height,width) */,
                              float *columns /* (in_channels*kernel*kernel,out_height*out_width) */)
{
    const int taps = conv.kernel * conv.kernel, places = conv.out_height * conv.out_width;
    const int stride = (int)(gridDim.x * blockDim.x);
    for (int i = (int)(blockIdx.x * blockDim.x + threadIdx.x); i < conv.in_channels * taps * places;
         i += stride) {
        const int row = i / places, place = i - row * places;
        const int channel = row / taps, tap = row - channel * taps;
        const int ho = place / conv.out_width, wo = place - ho * conv.out_width;
        const int kh = tap / conv.kernel, kw = tap - kh * conv.kernel;
        columns[i] = pixel(&conv, x, channel, ho * conv.stride + kh - conv.padding,
                           wo * conv.stride + kw - conv.padding);
    }
}
