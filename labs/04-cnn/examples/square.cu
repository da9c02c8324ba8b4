/* square.cu: a first kernel: y[i] = x[i]^2 for 256 numbers, a thread each.
 *
 *     make emulate FILE=labs/04-cnn/examples/square.cu
 *
 * On a machine with a GPU and nvcc the same file makes a program: nvcc -o square square.cu && ./square
 */
#include <stdio.h>

enum { count = 256 };

__global__ void square_kernel(const float *x /* (count) */, float *y /* (count) */)
{
    const int i = threadIdx.x;
    y[i] = x[i] * x[i];
}

int main(void)
{
    float numbers[count];
    for (int i = 0; i < count; i++) {
        numbers[i] = i;
    }

    float *x, *y; /* addresses of the device's memory */
    cudaMalloc(&x, count * sizeof *x);
    cudaMalloc(&y, count * sizeof *y);
    cudaMemcpy(x, numbers, count * sizeof *x, cudaMemcpyHostToDevice);
    square_kernel<<<1, count>>>(x, y);
    cudaMemcpy(numbers, y, count * sizeof *y, cudaMemcpyDeviceToHost);
    cudaFree(x);
    cudaFree(y);

    printf("12 squared is %g, 255 squared is %g\n", numbers[12], numbers[255]);
    return 0;
}
