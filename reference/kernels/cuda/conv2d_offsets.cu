#include "kernels/cuda/conv2d_offsets.h"

#include "kernels/cuda/column_sums.h"
#include "kernels/cuda/reduce.h"
#include "kernels/cuda/slices.h"

enum { threads = 128 };

/* Block (group, co). */
static __global__ void conv2d_offsets_kernel(struct cuda_conv2d conv, int n, int group,
                                             const float *dy,
                                             float *parts /* (groups,out_channels) */)
{
    const int places = conv.out_height * conv.out_width;
    const int co = blockIdx.x % conv.out_channels, first = blockIdx.x / conv.out_channels * group;
    const int end = min(first + group, n) * places;
    float sum = 0;
    for (int i = first * places + threadIdx.x; i < end; i += threads) {
        sum += dy[(i / places * conv.out_channels + co) * places + i % places];
    }
    const float all = (float)block_sum(sum);
    if (threadIdx.x == 0) {
        parts[blockIdx.x] = all;
    }
}

size_t cuda_conv2d_offsets_scratch(const struct cuda_conv2d *conv, int n)
{
    return (size_t)conv->out_channels * cuda_blocks(n, cuda_group_size(conv->out_channels, n));
}

void cuda_conv2d_backward_b(const struct cuda_conv2d *conv, int n, const float *dy, float *scratch,
                            float *db)
{
    const int group = cuda_group_size(conv->out_channels, n);
    const unsigned groups = cuda_blocks(n, group), blocks = groups * (unsigned)conv->out_channels;
    conv2d_offsets_kernel<<<blocks, threads, 0, cuda_stream()>>>(*conv, n, group, dy, scratch);
    cuda_check_launch("conv2d_offsets_kernel");
    const struct column_sums how = {true, NULL, 0};
    cuda_column_sums(groups, (size_t)conv->out_channels, scratch, &how, db);
}
