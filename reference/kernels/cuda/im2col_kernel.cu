/* Windows as columns, a thread an element. The header says what the kernel must do. */
#include "kernels/cuda/im2col.h"

#include "base/todo.h"

__global__ void im2col_kernel(struct cuda_conv2d conv,
                              const float *x /* (in_channels,height,width) */,
                              float *columns /* (in_channels*kernel*kernel,out_height*out_width) */)
{
    const int kernel = conv.kernel, places = conv.out_height * conv.out_width;
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= conv.in_channels * kernel * kernel * places) {
        return;
    }
    const int wo = i % conv.out_width, ho = i / conv.out_width % conv.out_height;
    const int row = i / places;
    const int kw = row % kernel, kh = row / kernel % kernel, ci = row / (kernel * kernel);

    const int h = ho * conv.stride + kh - conv.padding;
    const int v = wo * conv.stride + kw - conv.padding;
    const bool inside = h >= 0 && h < conv.height && v >= 0 && v < conv.width;
    columns[i] = inside ? x[(ci * conv.height + h) * conv.width + v] : 0;
}
