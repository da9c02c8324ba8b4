/* Says whether this machine can run kernels: prints the device's name and ends with 0, or why not, with 1. */
#include "kernels/cuda/find.h"

#include <cuda_runtime.h>
#include <stdio.h>

int main(void)
{
    struct message why;
    struct cudaDeviceProp device;
    if (cuda_find(&why) == -1) {
        puts(why.text);
        return 1;
    }
    const cudaError_t error = cudaGetDeviceProperties(&device, 0);
    if (error != cudaSuccess) {
        puts(cudaGetErrorString(error));
        return 1;
    }
    printf("%s, compute capability %d.%d\n", device.name, device.major, device.minor);
    return 0;
}
