/* What tests/emulator/open_shared.c opens: kernels, unchecked, and the emulator, in one shared object. */
#include "kernels/cuda/launch.h"

#include <stdio.h>
#include <string.h>

enum { threads = 64, blocks = 3, count = threads * blocks };

__constant__ float factor = 2;
__device__ int launches;

/* y[i] = factor times the sum of x over the block, of which a warp, static and dynamic shared memory each do a part */
__global__ static void block_sums_kernel(const float *x /* (count) */, float *y /* (count) */)
{
    __shared__ float of_warp[threads / warp_size];
    extern __shared__ float total[];
    const int i = (int)(blockIdx.x * blockDim.x + threadIdx.x);
    float sum = x[i];
    for (int by = warp_size / 2; by > 0; by /= 2) {
        sum += __shfl_xor_sync(0xffffffff, sum, by);
    }
    of_warp[threadIdx.x / warp_size] = sum;
    __syncthreads();
    if (threadIdx.x == 0) {
        total[0] = of_warp[0] + of_warp[1];
        atomicAdd(&launches, blockIdx.x == 0);
    }
    __syncthreads();
    y[i] = factor * total[0];
}

/* Half of the threads never come. */
__global__ static void stuck_kernel(void)
{
    if (threadIdx.x < threads / 2) {
        __syncthreads();
    }
}

__global__ static void nowhere_kernel(float *y)
{
    y[threadIdx.x] = 1;
}

static void sums(void)
{
    float x[count], y[count], *on_device;
    for (int i = 0; i < count; i++) {
        x[i] = (float)i;
    }
    cudaMalloc(&on_device, 2 * sizeof x);
    cudaMemcpy(on_device, x, sizeof x, cudaMemcpyHostToDevice);
    block_sums_kernel<<<blocks, threads, sizeof(float)>>>(on_device, on_device + count);
    cuda_check_launch("block_sums_kernel");
    cudaMemcpy(y, on_device + count, sizeof y, cudaMemcpyDeviceToHost);
    cudaFree(on_device);
    int ran = 0;
    cudaMemcpyFromSymbol(&ran, launches, sizeof ran);
    printf("%g %g %g, launch %d\n", (double)y[0], (double)y[threads], (double)y[count - 1], ran);
}

extern "C" void shared_object_do(const char *what);
void shared_object_do(const char *what)
{
    if (strcmp(what, "sums") == 0) {
        sums();
    } else if (strcmp(what, "stuck") == 0) {
        stuck_kernel<<<1, threads>>>();
        cuda_check_launch("stuck_kernel");
    } else if (strcmp(what, "nowhere") == 0) {
        nowhere_kernel<<<1, threads>>>(NULL);
        cuda_check_launch("nowhere_kernel");
    } else {
        stuck_kernel<<<1, 1025>>>();
        cuda_check_launch("stuck_kernel");
    }
}
