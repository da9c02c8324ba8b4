/* kernels/cuda/softmax_rows.h: what the losses over classes share: a warp looks at a row of logits, blocks of
 * partial_threads at softmax_rows rows at a time.
 */
#ifndef DESCENT_KERNELS_CUDA_SOFTMAX_ROWS_H
#define DESCENT_KERNELS_CUDA_SOFTMAX_ROWS_H

#include "kernels/cuda/partial_sums.h"

enum { softmax_rows = partial_threads / warp_size };

/* The sum over i of weight[y[i]], or n where weight is NULL, on the device, in the room of the partial sums. */
C_LINKAGE const double *cuda_sum_of_weights(size_t n, const float *y /* (n): classes */,
                                            const float *weight /* (classes) or NULL */);

#ifdef __cplusplus

/* What a row's softmax needs; all lanes have both. */
struct softmax_row {
    float largest, exponentials; /* the sum of exp(z - largest): at most 1 each, and one is 1 */
};

static __device__ inline struct softmax_row look_at_row(int classes, const float *z /* (classes) */)
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
    const struct softmax_row row = {largest, exponentials};
    return row;
}

/* The warp's; the next one is gridDim.x * softmax_rows further. */
static __device__ inline int first_row(void)
{
    return (int)(blockIdx.x * softmax_rows + threadIdx.x / warp_size);
}

#endif

#endif
