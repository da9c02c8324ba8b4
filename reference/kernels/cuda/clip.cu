#include "kernels/cuda/clip.h"

#include "kernels/cuda/four.h"
#include "kernels/cuda/partial_sums.h"
#include "kernels/cuda/reduce.h"

static __device__ double square(float x)
{
    return (double)x * (double)x;
}

/* Block b's share of the sum. */
static __global__ void squares_kernel(int count, const float *gradient,
                                      double *partial /* (gridDim.x) */)
{
    const unsigned step = 4 * gridDim.x * blockDim.x;
    double sum = 0;
    for (unsigned i = first_of_four(); i < (unsigned)count; i += step) {
        const float4 g = load_four(gradient, i, count);
        sum += square(g.x) + square(g.y) + square(g.z) + square(g.w);
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sum;
    }
}

/* One block. */
static __global__ void add_partial_sums_kernel(int blocks, const double *partial /* (blocks) */,
                                               double *squares /* (1) */)
{
    const double sum = sum_of_partial(blocks, partial);
    if (threadIdx.x == 0) {
        *squares += sum;
    }
}

void cuda_add_squares(size_t count, const float *gradient, double *squares)
{
    const int n = cuda_int(count);
    const unsigned blocks = cuda_partial_blocks(n, 4 * partial_threads);
    double *const partial = cuda_partial_sums();
    squares_kernel<<<blocks, partial_threads, 0, cuda_stream()>>>(n, gradient, partial);
    cuda_check_launch("squares_kernel");
    add_partial_sums_kernel<<<1, partial_threads, 0, cuda_stream()>>>((int)blocks, partial,
                                                                      squares);
    cuda_check_launch("add_partial_sums_kernel");
}

static __global__ void clip_gradient_kernel(int count, float limit, const double *squares,
                                            float *gradient)
{
    const double norm = sqrt(*squares);
    if (!(norm > (double)limit) || isinf(norm)) { /* nor when it is not a number */
        return;
    }
    const unsigned i = first_of_four();
    const float factor = (float)((double)limit / norm);
    const float4 g = load_four(gradient, i, count);
    store_four(gradient, i, count,
               make_float4(factor * g.x, factor * g.y, factor * g.z, factor * g.w));
}

void cuda_clip_gradient(size_t count, float limit, const double *squares, float *gradient)
{
    const int n = cuda_int(count);
    clip_gradient_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(
        n, limit, squares, gradient);
    cuda_check_launch("clip_gradient_kernel");
}
