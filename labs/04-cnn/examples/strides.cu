/* strides.cu: three kernels copy 1024 numbers each. What differs is which of them the lanes of a warp want
 * at the same time, and so how many segments of 32 bytes memory must send.
 *
 *     make emulate FILE=labs/04-cnn/examples/strides.cu
 */
#include <stdio.h>

enum { count = 1024, step = 8, apart = count / step };

/* Neighbours in the warp want neighbours in memory. */
__global__ void neighbours_kernel(const float *x /* (count) */, float *y /* (count) */)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    y[i] = x[i];
}

/* Neighbours in the warp want numbers 8 apart. */
__global__ void strided_kernel(const float *x /* (count) */, float *y /* (count) */)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int from = i % apart * step + i / apart;
    y[from] = x[from];
}

/* Each thread takes 8 numbers that lie side by side, one after the other. */
__global__ void chunks_kernel(const float *x /* (count) */, float *y /* (count) */)
{
    const int thread = blockIdx.x * blockDim.x + threadIdx.x;
    for (int i = thread * step; i < (thread + 1) * step; i++) {
        y[i] = x[i];
    }
}

int main(void)
{
    float numbers[count];
    for (int i = 0; i < count; i++) {
        numbers[i] = i;
    }

    float *x, *y;
    cudaMalloc(&x, count * sizeof *x);
    cudaMalloc(&y, count * sizeof *y);
    cudaMemcpy(x, numbers, count * sizeof *x, cudaMemcpyHostToDevice);
    neighbours_kernel<<<8, 128>>>(x, y);
    strided_kernel<<<8, 128>>>(x, y);
    chunks_kernel<<<1, 128>>>(x, y);
    cudaMemcpy(numbers, y, count * sizeof *y, cudaMemcpyDeviceToHost);
    cudaFree(x);
    cudaFree(y);

    printf("the last number is %g\n", numbers[count - 1]);
    return 0;
}
