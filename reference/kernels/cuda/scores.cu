#include "kernels/cuda/scores.h"

extern "C" {
#include "kernels/device.h"
}

static __global__ void add_loss_kernel(int rows, const float *loss, struct device_scores *scores)
{
    scores->loss += (double)rows * (double)*loss;
    scores->last = *loss;
}

void cuda_add_loss(size_t rows, const float *loss, struct device_scores *scores)
{
    add_loss_kernel<<<1, 1, 0, cuda_stream()>>>(cuda_int(rows), loss, scores);
    cuda_check_launch("add_loss_kernel");
}
