/* warp_sum.cu: the handout's worked example: a warp adds up 32 numbers, a lane each, by shuffles.
 *
 *     make emulate FILE=labs/04-cnn/examples/warp_sum.cu
 *
 * Prints what each lane has at the end. Lane 0 alone has the sum.
 */
#include <stdio.h>

enum { lanes = 32 };

__global__ void warp_sum_kernel(const float *x /* (lanes) */, float *sums /* (lanes) */)
{
    const int lane = threadIdx.x;
    float value = x[lane];
    for (int d = lanes / 2; d > 0; d /= 2) {
        value += __shfl_down_sync(0xffffffff, value, d);
    }
    sums[lane] = value;
}

int main(void)
{
    float numbers[lanes];
    for (int i = 0; i < lanes; i++) {
        numbers[i] = i + 1;
    }

    float *x, *sums;
    cudaMalloc(&x, lanes * sizeof *x);
    cudaMalloc(&sums, lanes * sizeof *sums);
    cudaMemcpy(x, numbers, lanes * sizeof *x, cudaMemcpyHostToDevice);
    warp_sum_kernel<<<1, lanes>>>(x, sums);
    cudaMemcpy(numbers, sums, lanes * sizeof *sums, cudaMemcpyDeviceToHost);
    cudaFree(x);
    cudaFree(sums);

    printf("1 + 2 + ... + 32 = %d\n", lanes * (lanes + 1) / 2);
    for (int i = 0; i < lanes; i++) {
        printf("%5g%s", numbers[i], i % 8 == 7 ? "\n" : "");
    }
    return 0;
}
