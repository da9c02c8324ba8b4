#include "kernels/cuda/label_smoothing.h"

#include "kernels/cuda/softmax_rows.h"

static __device__ float weight_of(const float *weight, int class_number)
{
    return weight ? weight[class_number] : 1;
}

/* The lanes' share of - sum over c of weight[c] log p[c]. */
static __device__ float lane_loss(int classes, const float *z /* (classes) */, const float *weight)
{
    const struct softmax_row row = look_at_row(classes, z);
    const float whole = logf(row.exponentials);
    float sum = 0;
    for (int c = threadIdx.x % warp_size; c < classes; c += warp_size) {
        sum += weight_of(weight, c) * (whole + (row.largest - z[c]));
    }
    return sum;
}

/* Block b's shares of both sums. */
static __global__ void smoothed_losses_kernel(int n, int classes, const float *z, const float *y,
                                              const float *weight,
                                              double *partial /* (2,partial_blocks) */)
{
    double sum = 0, weights = 0;
    for (int i = first_row(); i < n; i += gridDim.x * softmax_rows) {
        sum += lane_loss(classes, z + i * classes, weight);
        weights += threadIdx.x % warp_size == 0 ? weight_of(weight, (int)y[i]) : 0;
    }
    sum = block_sum(sum);
    weights = block_sum(weights);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sum;
        partial[partial_blocks + blockIdx.x] = weights;
    }
}

/* One block. */
static __global__ void mix_kernel(int blocks, int classes, const double *partial, float smoothing,
                                  float *loss)
{
    const double sum = sum_of_partial(blocks, partial);
    const double weights = sum_of_partial(blocks, partial + partial_blocks);
    if (threadIdx.x == 0) {
        const float smoothed = (float)(sum / (weights * classes));
        *loss = (1 - smoothing) * *loss + smoothing * smoothed;
    }
}

void cuda_label_smoothing_forward(size_t n, size_t classes, const float *z, const float *y,
                                  const float *weight, float smoothing, float *loss)
{
    cuda_int(n * classes);
    const int rows = cuda_int(n);
    const unsigned blocks = cuda_partial_blocks(rows, softmax_rows);
    double *const partial = cuda_partial_sums();
    smoothed_losses_kernel<<<blocks, partial_threads, 0, cuda_stream()>>>(rows, (int)classes, z, y,
                                                                          weight, partial);
    cuda_check_launch("smoothed_losses_kernel");
    mix_kernel<<<1, partial_threads, 0, cuda_stream()>>>((int)blocks, (int)classes, partial,
                                                         smoothing, loss);
    cuda_check_launch("mix_kernel");
}

static __global__ void label_smoothing_backward_kernel(int n, int classes, const float *z,
                                                       const float *weight, float dloss,
                                                       const double *weights /* (1) */, float *dz)
{
    const int i = first_row();
    if (i >= n) { /* for all lanes of the warp alike: none is missing from a shuffle */
        return;
    }
    const int lane = threadIdx.x % warp_size;
    const struct softmax_row row = look_at_row(classes, z + i * classes);
    float all = 0;
    for (int c = lane; c < classes; c += warp_size) {
        all += weight_of(weight, c);
    }
    all = of_first_lane(warp_sum(all));
    const float scale = dloss / (float)(*weights * classes);
    for (int c = lane; c < classes; c += warp_size) {
        const float p = expf(z[i * classes + c] - row.largest) / row.exponentials;
        dz[i * classes + c] += scale * (p * all - weight_of(weight, c));
    }
}

void cuda_label_smoothing_backward(size_t n, size_t classes, const float *z, const float *y,
                                   const float *weight, float dloss, float *dz)
{
    cuda_int(n * classes);
    const int rows = cuda_int(n);
    const double *const weights = cuda_sum_of_weights(n, y, weight);
    label_smoothing_backward_kernel<<<cuda_blocks(rows, softmax_rows), partial_threads, 0,
                                      cuda_stream()>>>(rows, (int)classes, z, weight, dloss,
                                                       weights, dz);
    cuda_check_launch("label_smoothing_backward_kernel");
}
