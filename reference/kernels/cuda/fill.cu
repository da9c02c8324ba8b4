#include "kernels/cuda/fill.h"

#include "kernels/cuda/four.h"

static __global__ void fill_kernel(int count, float number, float *x)
{
    store_four(x, first_of_four(), count, make_float4(number, number, number, number));
}

void cuda_fill(size_t count, float number, float *x)
{
    const int n = cuda_int(count);
    fill_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, number, x);
    cuda_check_launch("fill_kernel");
}
