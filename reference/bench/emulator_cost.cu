/* What the emulator takes, in CPU time, for a thread, a barrier, a shuffle and an access, the least and the most of
 * three runs:
 *
 *     make bench-emulator
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

/* --- time ------------------------------------------------------------------------------------- */

enum { runs = 3 };
static double begun;

static double cpu_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

struct cost {
    const char *of;
    double ns[runs];
};

/* Keeps what has passed since the last call, by thread and time. */
static void keep(struct cost *cost, int run, int blocks, int times)
{
    cudaDeviceSynchronize();
    const double now = cpu_seconds();
    cost->ns[run] = (now - begun) * 1e9 / ((double)blocks * threads * times);
    begun = cpu_seconds();
}

static void print(const struct cost *cost)
{
    double least = cost->ns[0], most = cost->ns[0];
    for (int i = 1; i < runs; i++) {
        least = fmin(least, cost->ns[i]);
        most = fmax(most, cost->ns[i]);
    }
    printf("%-16s %.1f to %.1f ns\n", cost->of, least, most);
}

int main(void)
{
    struct cost costs[] = {
        {"a thread", {0}},        {"its barrier", {0}},   {"its shuffle", {0}},
        {"a global access", {0}}, {"a shared access", {0}},
    };
    float *x, *y;
    cudaMalloc(&x, rounds * threads * sizeof *x);
    cudaMemset(x, 0, rounds * threads * sizeof *x);
    cudaMalloc(&y, 8 * threads * sizeof *y);
    for (int run = 0; run < runs; run++) {
        begun = cpu_seconds();
        empty_kernel<<<4000, threads>>>();
        keep(&costs[0], run, 4000, 1);
        barriers_kernel<<<4, threads>>>();
        keep(&costs[1], run, 4, rounds);
        shuffles_kernel<<<1, threads>>>(y);
        keep(&costs[2], run, 1, rounds);
        global_kernel<<<8, threads>>>(x, y);
        keep(&costs[3], run, 8, rounds);
        shared_kernel<<<8, threads>>>(y);
        keep(&costs[4], run, 8, rounds);
    }
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++) {
        print(&costs[i]);
    }
    cudaFree(x);
    cudaFree(y);
    return 0;
}
