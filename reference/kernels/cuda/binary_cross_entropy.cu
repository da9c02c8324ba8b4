#include "kernels/cuda/binary_cross_entropy.h"

#include "kernels/cuda/four.h"
#include "kernels/cuda/partial_sums.h"
#include "kernels/cuda/reduce.h"

/* -y log p - (1 - y) log(1 - p) with p = sigmoid(z), without an overflow: naive/binary_cross_entropy.c */
static __device__ float cross_entropy(float z, float y)
{
    return (z > 0 ? z : 0) - y * z + log1pf(expf(-fabsf(z)));
}

/* Block b's share of the sum. (One by one: a logit that is not there would be loaded as 0 by load_four, and the
 * loss of that is log 2.) */
static __global__ void cross_entropies_kernel(int count, const float *logits, const float *y,
                                              double *partial /* (gridDim.x) */)
{
    const unsigned step = gridDim.x * blockDim.x;
    double sum = 0;
    for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < (unsigned)count; i += step) {
        sum += cross_entropy(logits[i], y[i]);
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sum;
    }
}

void cuda_binary_cross_entropy_forward(size_t count, const float *logits, const float *y,
                                       float *loss)
{
    const int n = cuda_int(count);
    const unsigned blocks = cuda_partial_blocks(n, partial_threads);
    cross_entropies_kernel<<<blocks, partial_threads, 0, cuda_stream()>>>(n, logits, y,
                                                                          cuda_partial_sums());
    cuda_check_launch("cross_entropies_kernel");
    cuda_mean_of_partial_sums(blocks, count, loss);
}

static __device__ float cross_entropy_gradient(float scale, float z, float y)
{
    const float small = expf(-fabsf(z));
    const float p = (z >= 0 ? 1 : small) / (1 + small);
    return scale * (p - y);
}

static __global__ void binary_cross_entropy_backward_kernel(int count, float scale,
                                                            const float *logits, const float *y,
                                                            float *dlogits)
{
    const unsigned i = first_of_four();
    const float4 z = load_four(logits, i, count), t = load_four(y, i, count);
    add_four(dlogits, i, count,
             make_float4(
                 cross_entropy_gradient(scale, z.x, t.x), cross_entropy_gradient(scale, z.y, t.y),
                 cross_entropy_gradient(scale, z.z, t.z), cross_entropy_gradient(scale, z.w, t.w)));
}

void cuda_binary_cross_entropy_backward(size_t count, const float *logits, const float *y,
                                        float dloss, float *dlogits)
{
    const int n = cuda_int(count);
    const float scale = dloss / (float)n;
    binary_cross_entropy_backward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(
        n, scale, logits, y, dlogits);
    cuda_check_launch("binary_cross_entropy_backward_kernel");
}
