#include "kernels/cuda/softmax_rows.h"

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

const double *cuda_sum_of_weights(size_t n, const float *y, const float *weight)
{
    double *const weights = cuda_partial_sums();
    sum_of_weights_kernel<<<1, partial_threads, 0, cuda_stream()>>>(cuda_int(n), y, weight,
                                                                    weights);
    cuda_check_launch("sum_of_weights_kernel");
    return weights;
}
