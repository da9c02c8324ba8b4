/* What the emulator takes, in CPU time, for a thread, a barrier, a shuffle and an access:
 *
 *     make emulate FILE=reference/bench/emulator_cost.cu ORDERS=0
 */
#include <stdio.h>
#include <time.h>

enum { threads = 256, rounds = 1000 };

__global__ void empty_kernel(void)
{
}

__global__ void barriers_kernel(void)
{
    for (int i = 0; i < rounds; i++) {
        __syncthreads();
    }
}

__global__ void shuffles_kernel(float *y /* (threads) */)
{
    float sum = (float)threadIdx.x;
    for (int i = 0; i < rounds; i++) {
        sum += __shfl_xor_sync(0xffffffff, sum, 1);
    }
    y[threadIdx.x] = sum;
}

__global__ void global_kernel(const float *x /* (rounds,threads) */,
                              float *y /* (blocks,threads) */)
{
    float sum = 0;
    for (int i = 0; i < rounds; i++) {
        sum += x[i * threads + threadIdx.x];
    }
    y[blockIdx.x * threads + threadIdx.x] = sum;
}

__global__ void shared_kernel(float *y /* (blocks,threads) */)
{
    __shared__ float tile[threads];
    tile[threadIdx.x] = 1;
    __syncthreads();
    float sum = 0;
    for (int i = 0; i < rounds; i++) {
        sum += tile[(threadIdx.x + i) % threads];
    }
    y[blockIdx.x * threads + threadIdx.x] = sum;
}

static double begun;

static void start(void)
{
    struct timespec time;
    cudaDeviceSynchronize();
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    begun = (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void stop(const char *what, int blocks, int times)
{
    const double before = begun;
    start();
    printf("%-16s %5.1f ns\n", what, (begun - before) * 1e9 / ((double)blocks * threads * times));
}

int main(void)
{
    float *x, *y;
    cudaMalloc(&x, rounds * threads * sizeof *x);
    cudaMemset(x, 0, rounds * threads * sizeof *x);
    cudaMalloc(&y, 8 * threads * sizeof *y);

    start();
    empty_kernel<<<4000, threads>>>();
    stop("a thread", 4000, 1);
    barriers_kernel<<<4, threads>>>();
    stop("its barrier", 4, rounds);
    shuffles_kernel<<<1, threads>>>(y);
    stop("its shuffle", 1, rounds);
    global_kernel<<<8, threads>>>(x, y);
    stop("a global access", 8, rounds);
    shared_kernel<<<8, threads>>>(y);
    stop("a shared access", 8, rounds);

    cudaFree(x);
    cudaFree(y);
    return 0;
}
