#include "kernels/cuda/softmax_cross_entropy.h"

#include "kernels/cuda/partial_sums.h"
#include "kernels/cuda/room.h"
#include "kernels/cuda/row_softmax.h"
#include "kernels/cuda/softmax_rows.h"

/* Block b's shares of both sums. */
static __global__ void row_losses_kernel(int n, int classes, const float *z, const float *y,
                                         const float *weight,
                                         double *partial /* (2,partial_blocks) */)
{
    double sum = 0, weights = 0; /* in lane 0 of each warp */
    for (int i = first_row(); i < n; i += gridDim.x * softmax_rows) {
        const struct softmax_row row = look_at_row(classes, z + i * classes);
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
    const unsigned blocks = cuda_partial_blocks(rows, softmax_rows);
    row_losses_kernel<<<blocks, partial_threads, 0, cuda_stream()>>>(rows, cuda_int(classes), z, y,
                                                                     weight, cuda_partial_sums());
    cuda_check_launch("row_losses_kernel");
    cuda_mean_of_partial_sums(blocks, 0, loss);
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
    const struct softmax_row row = look_at_row(classes, z);
    const int truth = (int)y[i];
    const float scale = dloss * (weight ? weight[truth] : 1) / (float)*weights;
    for (int c = threadIdx.x % warp_size; c < classes; c += warp_size) {
        const float p = expf(z[c] - row.largest) / row.exponentials;
        dz[c] += scale * (p - (c == truth ? 1 : 0));
    }
}

/* The same where the probabilities are there. A thread an element. */
static __global__ void from_probabilities_kernel(int count, int classes, const float *p,
                                                 const float *y, const float *weight, float dloss,
                                                 const double *weights /* (1) */, float *dz)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        const int truth = (int)y[i / classes];
        const float scale = dloss * (weight ? weight[truth] : 1) / (float)*weights;
        dz[i] += scale * (p[i] - (i % classes == truth ? 1 : 0));
    }
}

static bool is_by_rows;

void cuda_softmax_by_rows(bool by_rows)
{
    is_by_rows = by_rows;
}

/* As many rows at a time as there is room for. */
static void backward_by_rows(int n, int classes, const float *z, const float *y,
                             const float *weight, float dloss, const double *weights, float *dz)
{
    float *const p = (float *)cuda_room(room_of_probabilities);
    const int most = probabilities_room / classes;
    for (int from = 0; from < n; from += most) {
        const int rows = n - from < most ? n - from : most, count = rows * classes;
        cuda_row_softmax((size_t)rows, (size_t)classes, z + from * classes, p);
        from_probabilities_kernel<<<cuda_blocks(count, partial_threads), partial_threads, 0,
                                    cuda_stream()>>>(count, classes, p, y + from, weight, dloss,
                                                     weights, dz + from * classes);
        cuda_check_launch("from_probabilities_kernel");
    }
}

void cuda_softmax_cross_entropy_backward(size_t n, size_t classes, const float *z, const float *y,
                                         const float *weight, float dloss, float *dz)
{
    cuda_int(n * classes);
    const int rows = cuda_int(n);
    const double *const weights = cuda_sum_of_weights(n, y, weight);
    if (is_by_rows && classes <= probabilities_room) {
        backward_by_rows(rows, (int)classes, z, y, weight, dloss, weights, dz);
        return;
    }
    softmax_cross_entropy_backward_kernel<<<cuda_blocks(rows, softmax_rows), partial_threads, 0,
                                            cuda_stream()>>>(rows, cuda_int(classes), z, y, weight,
                                                             dloss, weights, dz);
    cuda_check_launch("softmax_cross_entropy_backward_kernel");
}
