#include "kernels/cuda/partial_sums.h"

#include "kernels/cuda/room.h"

double *cuda_partial_sums(void)
{
    return (double *)cuda_room(room_of_partial_sums);
}

static __global__ void mean_of_partial_sums_kernel(int blocks, int count,
                                                   const double *partial /* (2,partial_blocks) */,
                                                   float *loss /* (1) */)
{
    const double sum = sum_of_partial(blocks, partial);
    const double weights = count > 0 ? count : sum_of_partial(blocks, partial + partial_blocks);
    if (threadIdx.x == 0) {
        *loss = (float)(sum / weights);
    }
}

void cuda_mean_of_partial_sums(unsigned blocks, size_t count, float *loss)
{
    mean_of_partial_sums_kernel<<<1, partial_threads, 0, cuda_stream()>>>(
        (int)blocks, cuda_int(count), cuda_partial_sums(), loss);
    cuda_check_launch("mean_of_partial_sums_kernel");
}
