#include "kernels/cuda/loss_sum.h"

static __global__ void add_loss_kernel(int rows, const float *loss, double *total)
{
    *total += (double)rows * (double)*loss;
}

void cuda_add_loss(size_t rows, const float *loss, double *total)
{
    add_loss_kernel<<<1, 1, 0, cuda_stream()>>>(cuda_int(rows), loss, total);
    cuda_check_launch("add_loss_kernel");
}
