#include "kernels/cuda/im2col.h"

enum { threads = 256 };

void cuda_im2col(const struct cuda_conv2d *conv, const float *x, float *columns)
{
    const size_t count = (size_t)conv->in_channels * (size_t)conv->kernel * (size_t)conv->kernel *
                         (size_t)conv->out_height * (size_t)conv->out_width;
    const unsigned blocks = cuda_blocks(cuda_int(count), threads);
    im2col_kernel<<<blocks, threads, 0, cuda_stream()>>>(*conv, x, columns);
    cuda_check_launch("im2col_kernel");
}
