#include "kernels/cuda/conv2d_direct.h"

#include "kernels/cuda/column_sums.h"
#include "kernels/cuda/reduce.h"
#include "kernels/cuda/slices.h"

enum {
    threads = 128,
    channels = 16, /* of a thread */
    taps_at_once = 64,
    padded = channels + 4 /* the 32 stores of a warp go to 32 banks */
};

/* One direction of the convolution, seen from the array that is computed: its channels are sums over `sources`
 * channels of the other array. Forward that is y from x, backward dx from dy. */
struct direction {
    struct cuda_conv2d conv;
    bool back;
    int n, sources, targets;                                      /* images, channels */
    int source_height, source_width, target_height, target_width; /* of a channel */
};

/* The weight between a target's channel and tap number `tap`, (source channel, kh, kw). */
static __device__ int weight_of(const struct direction *to, int target, int tap)
{
    const int window = to->conv.kernel * to->conv.kernel;
    return to->back ? (tap / window * to->targets + target) * window + tap % window
                    : target * to->sources * window + tap;
}

/* Weights of taps first ... first + taps_at_once - 1 and 16 channels from `target` on, zeros beyond. */
static __device__ void load_weights(const struct direction *to, const float *w, int target,
                                    int first, int taps, float (*weights)[padded])
{
    for (int i = threadIdx.x; i < taps_at_once * channels; i += threads) {
        /* a warp has 8 taps of 4 channels */
        const int tap = i / (8 * channels) * 8 + i % 8, channel = i / 8 % channels;
        const bool there = first + tap < taps && target + channel < to->targets;
        weights[tap][channel] = there ? w[weight_of(to, target + channel, first + tap)] : 0;
    }
}

/* Along an axis: which row of the source the target's row h meets with the kernel's row kh; -1: none. */
static __device__ int met(const struct direction *to, int h, int kh, int size)
{
    int place = h * to->conv.stride + kh - to->conv.padding;
    if (to->back) {
        place = h + to->conv.padding - kh;
        if (place < 0 || place % to->conv.stride != 0) {
            return -1;
        }
        place /= to->conv.stride;
    }
    return place >= 0 && place < size ? place : -1;
}

/* target[image][channel][h][v] = b[channel] + sum over taps; with `back`, it is added to and there is no b. */
static __global__ void __launch_bounds__(threads)
    conv2d_kernel(struct direction to, const float *source, const float *w, const float *b,
                  float *target)
{
    __shared__ __align__(16) float weights[taps_at_once][padded];
    const int kernel = to.conv.kernel, taps = to.sources * kernel * kernel;
    const int places = to.target_height * to.target_width,
              groups = (to.targets + channels - 1) / channels;
    const int first_channel = blockIdx.x % groups * channels;
    const int i = blockIdx.x / groups * threads + threadIdx.x;
    const bool mine = i < to.n * places;
    const int image = i / places, h = i % places / to.target_width, v = i % to.target_width;

    float sums[channels] = {0};
    int kh = 0, kw = 0, from = 0; /* of the tap that is next */
    for (int first = 0; first < taps; first += taps_at_once) {
        load_weights(&to, w, first_channel, first, taps, weights);
        __syncthreads(); /* the weights are there */
        for (int tap = 0; tap < taps_at_once && first + tap < taps; tap++) {
            const int row = met(&to, h, kh, to.source_height);
            const int column = met(&to, v, kw, to.source_width);
            if (mine && row >= 0 && column >= 0) {
                const float value = source[((image * to.sources + from) * to.source_height + row) *
                                               to.source_width +
                                           column];
#pragma unroll
                for (int c = 0; c < channels; c += 4) {
                    const float4 four = *(const float4 *)&weights[tap][c];
                    sums[c] += value * four.x;
                    sums[c + 1] += value * four.y;
                    sums[c + 2] += value * four.z;
                    sums[c + 3] += value * four.w;
                }
            }
            kw = kw + 1 < kernel ? kw + 1 : 0;
            kh = kw > 0 ? kh : kh + 1 < kernel ? kh + 1 : 0;
            from += kw == 0 && kh == 0;
        }
        __syncthreads(); /* nobody reads them any more */
    }
#pragma unroll
    for (int c = 0; c < channels; c++) {
        const int channel = first_channel + c;
        if (mine && channel < to.targets) {
            float *const at = target + (image * to.targets + channel) * places + i % places;
            *at = to.back ? *at + sums[c] : b[channel] + sums[c];
        }
    }
}

/* Block (group, co, tap) makes what the images of its group add to dw[co][tap]: the sum over all places of dy[.][co][place] times
 * the pixel that the tap met there. */
static __global__ void conv2d_weights_kernel(struct cuda_conv2d conv, int n, int group,
                                             const float *x, const float *dy,
                                             float *parts /* (groups,out_channels,taps) */)
{
    const int window = conv.kernel * conv.kernel, taps = conv.in_channels * window;
    const int co = blockIdx.x / taps % conv.out_channels, tap = blockIdx.x % taps;
    const int ci = tap / window, kh = tap % window / conv.kernel, kw = tap % conv.kernel;
    const int places = conv.out_height * conv.out_width;
    const int first = blockIdx.x / (conv.out_channels * taps) * group;
    const int end = min(first + group, n) * places;
    float sum = 0;
    for (int i = first * places + threadIdx.x; i < end; i += threads) {
        const int image = i / places, place = i % places;
        const int h = place / conv.out_width * conv.stride + kh - conv.padding;
        const int v = place % conv.out_width * conv.stride + kw - conv.padding;
        if (h >= 0 && h < conv.height && v >= 0 && v < conv.width) {
            sum += dy[(image * conv.out_channels + co) * places + place] *
                   x[((image * conv.in_channels + ci) * conv.height + h) * conv.width + v];
        }
    }
    const float all = (float)block_sum(sum);
    if (threadIdx.x == 0) {
        parts[blockIdx.x] = all;
    }
}

static void launch(const struct direction *to, const float *source, const float *w, const float *b,
                   float *target)
{
    const int count = to->n * to->target_height * to->target_width;
    const unsigned blocks = cuda_blocks(count, threads) * cuda_blocks(to->targets, channels);
    conv2d_kernel<<<blocks, threads, 0, cuda_stream()>>>(*to, source, w, b, target);
    cuda_check_launch("conv2d_kernel");
}

void cuda_conv2d_direct_forward(const struct cuda_conv2d *conv, int n, const float *x,
                                const float *w, const float *b, float *y)
{
    const struct cuda_conv2d c = *conv;
    const struct direction to = {
        c, false, n, c.in_channels, c.out_channels, c.height, c.width, c.out_height, c.out_width};
    launch(&to, x, w, b, y);
}

void cuda_conv2d_direct_backward_x(const struct cuda_conv2d *conv, int n, const float *w,
                                   const float *dy, float *dx)
{
    const struct cuda_conv2d c = *conv;
    const struct direction to = {
        c, true, n, c.out_channels, c.in_channels, c.out_height, c.out_width, c.height, c.width};
    launch(&to, dy, w, NULL, dx);
}

static int weight_count(const struct cuda_conv2d *conv)
{
    return conv->out_channels * conv->in_channels * conv->kernel * conv->kernel;
}

size_t cuda_conv2d_direct_scratch(const struct cuda_conv2d *conv, int n)
{
    const int weights = weight_count(conv);
    return (size_t)weights * cuda_blocks(n, cuda_group_size(weights, n));
}

void cuda_conv2d_direct_backward_w(const struct cuda_conv2d *conv, int n, const float *x,
                                   const float *dy, float *scratch, float *dw)
{
    const int weights = weight_count(conv), group = cuda_group_size(weights, n);
    const unsigned groups = cuda_blocks(n, group);
    conv2d_weights_kernel<<<groups *(unsigned)weights, threads, 0, cuda_stream()>>>(*conv, n, group,
                                                                                    x, dy, scratch);
    cuda_check_launch("conv2d_weights_kernel");
    const struct column_sums how = {true, NULL, 0};
    cuda_column_sums(groups, (size_t)weights, scratch, &how, dw);
}
