#include "kernels/cuda/softmax_cross_entropy.h"

#include "kernels/cuda/partial_sums.h"
#include "kernels/cuda/reduce.h"

enum { warps = partial_threads / warp_size }; /* of a block, so rows at a time */

/* What a row's softmax needs; all lanes have both. */
struct row {
    float largest, exponentials; /* the sum of exp(z - largest): at most 1 each, and one is 1 */
};

static __device__ struct row look_at_row(int classes, const float *z /* (classes) */)
{
    const int lane = threadIdx.x % warp_size;
    float largest = -INFINITY, exponentials = 0;
    for (int c = lane; c < classes; c += warp_size) {
        largest = fmaxf(largest, z[c]);
    }
    largest = of_first_lane(warp_max(largest));
    for (int c = lane; c < classes; c += warp_size) {
        exponentials += expf(z[c] - largest);
    }
    exponentials = of_first_lane(warp_sum(exponentials));
    const struct row row = {largest, exponentials};
    return row;
}

static __device__ int first_row(void)
{
    return (int)(blockIdx.x * warps + threadIdx.x / warp_size);
}

/* Block b's shares of both sums. */
static __global__ void row_losses_kernel(int n, int classes, const float *z, const float *y,
                                         const float *weight,
                                         double *partial /* (2,partial_blocks) */)
{
    double sum = 0, weights = 0; /* in lane 0 of each warp */
    for (int i = first_row(); i < n; i += gridDim.x * warps) {
        const struct row row = look_at_row(classes, z + i * classes);
        if (threadIdx.x % warp_size == 0) {
            const int truth = (int)y[i];
            const float counts = weight ? weight[truth] : 1;
            sum += counts * (logf(row.exponentials) + (row.largest - z[i * classes + truth]));
            weights += counts;
        }
    }
    sum = block_sum(sum);
    weights = block_sum(weights);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sum;
        partial[partial_blocks + blockIdx.x] = weights;
    }
}

void cuda_softmax_cross_entropy_forward(size_t n, size_t classes, const float *z, const float *y,
                                        const float *weight, float *loss)
{
    cuda_int(n * classes);
    const int rows = cuda_int(n);
    const unsigned blocks = cuda_partial_blocks(rows, warps);
    row_losses_kernel<<<blocks, partial_threads, 0, cuda_stream()>>>(rows, cuda_int(classes), z, y,
                                                                     weight, cuda_partial_sums());
    cuda_check_launch("row_losses_kernel");
    cuda_mean_of_partial_sums(blocks, 0, loss);
}

/* One block: labels are few. */
static __global__ void sum_of_weights_kernel(int n, const float *y, const float *weight,
                                             double *weights /* (1) */)
{
    double sum = 0;
    for (int i = threadIdx.x; i < n; i += blockDim.x) {
        sum += weight ? weight[(int)y[i]] : 1;
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        *weights = sum;
    }
}

static __global__ void softmax_cross_entropy_backward_kernel(int n, int classes, const float *z,
                                                             const float *y, const float *weight,
                                                             float dloss,
                                                             const double *weights /* (1) */,
                                                             float *dz)
{
    const int i = first_row();
    if (i >= n) { /* for all lanes of the warp alike: none is missing from a shuffle */
        return;
    }
    z += i * classes;
    dz += i * classes;
    const struct row row = look_at_row(classes, z);
    const int truth = (int)y[i];
    const float scale = dloss * (weight ? weight[truth] : 1) / (float)*weights;
    for (int c = threadIdx.x % warp_size; c < classes; c += warp_size) {
        const float p = expf(z[c] - row.largest) / row.exponentials;
        dz[c] += scale * (p - (c == truth ? 1 : 0));
    }
}

void cuda_softmax_cross_entropy_backward(size_t n, size_t classes, const float *z, const float *y,
                                         const float *weight, float dloss, float *dz)
{
    cuda_int(n * classes);
    const int rows = cuda_int(n);
    double *const weights = cuda_partial_sums();
    sum_of_weights_kernel<<<1, partial_threads, 0, cuda_stream()>>>(rows, y, weight, weights);
    cuda_check_launch("sum_of_weights_kernel");
    softmax_cross_entropy_backward_kernel<<<cuda_blocks(rows, warps), partial_threads, 0,
                                            cuda_stream()>>>(rows, cuda_int(classes), z, y, weight,
                                                             dloss, weights, dz);
    cuda_check_launch("softmax_cross_entropy_backward_kernel");
}
