/* mirror.cu: turns 64 numbers round by way of shared memory, and has a fault: a thread reads what another
 * one writes, and nothing says who is first.
 *
 *     make emulate FILE=labs/04-cnn/examples/mirror.cu
 *
 * Read the report, and put in what is missing.
 */
#include <stdio.h>

enum { count = 64 };

__global__ void mirror_kernel(const float *x /* (count) */, float *y /* (count) */)
{
    __shared__ float tile[count];
    const int i = threadIdx.x;
    tile[i] = x[i];
    y[i] = tile[count - 1 - i];
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
    mirror_kernel<<<1, count>>>(x, y);
    cudaMemcpy(numbers, y, count * sizeof *y, cudaMemcpyDeviceToHost);
    cudaFree(x);
    cudaFree(y);

    printf("the first is %g, the last is %g\n", numbers[0], numbers[count - 1]);
    return 0;
}
