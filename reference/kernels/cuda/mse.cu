#include "kernels/cuda/mse.h"

#include "kernels/cuda/four.h"
#include "kernels/cuda/partial_sums.h"
#include "kernels/cuda/reduce.h"

static __device__ float square(float x)
{
    return x * x;
}

/* Block b's share of the sum. */
static __global__ void squared_errors_kernel(int count, const float *yhat, const float *y,
                                             double *partial /* (gridDim.x) */)
{
    const unsigned step = 4 * gridDim.x * blockDim.x;
    double sum = 0;
    for (unsigned i = first_of_four(); i < (unsigned)count; i += step) {
        const float4 a = load_four(yhat, i, count), b = load_four(y, i, count);
        sum += square(a.x - b.x) + square(a.y - b.y) + square(a.z - b.z) + square(a.w - b.w);
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sum;
    }
}

void cuda_mse_forward(size_t count, const float *yhat, const float *y, float *loss)
{
    const int n = cuda_int(count);
    const unsigned blocks = cuda_partial_blocks(n, 4 * partial_threads);
    squared_errors_kernel<<<blocks, partial_threads, 0, cuda_stream()>>>(n, yhat, y,
                                                                         cuda_partial_sums());
    cuda_check_launch("squared_errors_kernel");
    cuda_mean_of_partial_sums(blocks, count, loss);
}

static __global__ void mse_backward_kernel(int count, float scale, const float *yhat,
                                           const float *y, float *dyhat)
{
    const unsigned i = first_of_four();
    const float4 a = load_four(yhat, i, count), b = load_four(y, i, count);
    add_four(dyhat, i, count,
             make_float4(scale * (a.x - b.x), scale * (a.y - b.y), scale * (a.z - b.z),
                         scale * (a.w - b.w)));
}

void cuda_mse_backward(size_t count, const float *yhat, const float *y, float dloss, float *dyhat)
{
    const int n = cuda_int(count);
    const float scale = 2 / (float)n * dloss;
    mse_backward_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, scale, yhat, y,
                                                                                  dyhat);
    cuda_check_launch("mse_backward_kernel");
}
