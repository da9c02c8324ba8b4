#include "kernels/cuda/matmul_coalesced.h"

enum { threads = 256 };

__global__ void matmul_coalesced_kernel(int n, int k, int m, const float *a /* (n,k) */,
                                        const float *b /* (k,m) */, float *c /* (n,m) */)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n * m) {
        return;
    }
    const int row = i / m, column = i % m;
    float sum = 0;
    for (int l = 0; l < k; l++) {
        sum += a[row * k + l] * b[l * m + column];
    }
    c[row * m + column] = sum;
}

void cuda_matmul_coalesced(size_t n, size_t k, size_t m, const float *a, const float *b, float *c)
{
    cuda_int(n * k);
    cuda_int(k * m);
    matmul_coalesced_kernel<<<cuda_blocks(cuda_int(n * m), threads), threads, 0, cuda_stream()>>>(
        cuda_int(n), cuda_int(k), cuda_int(m), a, b, c);
    cuda_check_launch("matmul_coalesced_kernel");
}
