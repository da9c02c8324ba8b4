/* bench/bench_gpu.cu: what the device's kernels reach: products beside cuBLAS in plain float, kernels that only
 * move numbers beside a copy. make bench-gpu
 *
 * Candidates run in turns, a round each; the figure is the median of the rounds, by the device's own clock
 * (events). A product is compared with the first candidate's before it is timed.
 */
#include "kernels/cuda/gradient_descent.h"
#include "kernels/cuda/matmul_coalesced.h"
#include "kernels/cuda/matmul_naive.h"
#include "kernels/cuda/matmul_registers.h"
#include "kernels/cuda/matmul_tiled.h"
#include "kernels/cuda/relu.h"
#include "kernels/cuda/row_softmax.h"

#include <stdio.h>
#include <stdlib.h>
#ifdef WITH_CUBLAS
#include <cublas_v2.h>
#endif

extern "C" {
#include "base/message.h"
#include "kernels/cuda/find.h"
#include "bench/measure.h"
}

enum { side = 4096, rounds = 11, columns = 1024, most = 8 };
static const size_t count = (size_t)1 << 26; /* 256 MiB: far more than a cache holds */

static float *a, *b, *c, *rate;

static void must(cudaError_t error)
{
    if (error != cudaSuccess) {
        panic("bench_gpu: %s", cudaGetErrorString(error));
    }
}

struct candidate {
    const char *name;
    void (*run)(void);
    double bytes; /* that it moves; 0: it is a product */
};

static void naive(void)
{
    cuda_matmul_naive(side, side, side, a, b, c);
}

static void coalesced(void)
{
    cuda_matmul_coalesced(side, side, side, a, b, c);
}

static void tiled(void)
{
    cuda_matmul_tiled(side, side, side, a, b, c);
}

static void registers(void)
{
    cuda_matmul_registers(side, side, side, a, b, c);
}

#ifdef WITH_CUBLAS
static cublasHandle_t cublas;

/* cuBLAS's matrices go column by column: c^T = b^T a^T */
static void with_cublas(void)
{
    const float one = 1, zero = 0;
    cublasSgemm(cublas, CUBLAS_OP_N, CUBLAS_OP_N, side, side, side, &one, b, side, a, side, &zero,
                c, side);
}
#endif

static void copy(void)
{
    must(cudaMemcpyAsync(b, a, count * sizeof *a, cudaMemcpyDeviceToDevice, cuda_stream()));
}

static void relu(void)
{
    cuda_relu_forward(count, a, b);
}

static void gradient_descent(void)
{
    cuda_gradient_descent(count, rate, a, b);
}

static void softmax(void)
{
    cuda_row_softmax(count / columns, columns, a, b);
}

static double seconds_of(void (*run)(void), cudaEvent_t from, cudaEvent_t to)
{
    float milliseconds;
    must(cudaEventRecord(from, cuda_stream()));
    run();
    must(cudaEventRecord(to, cuda_stream()));
    must(cudaEventSynchronize(to));
    must(cudaEventElapsedTime(&milliseconds, from, to));
    return milliseconds / 1e3;
}

/* What c holds is compared on a sample of its elements. */
static void check_product(const struct candidate *candidate, float *expected, bool first)
{
    enum { sample = 1 << 16 };
    static float got[sample];
    candidate->run();
    must(cudaMemcpy(got, c + side, sizeof got, cudaMemcpyDeviceToHost));
    for (size_t i = 0; i < sample; i++) {
        if (first) {
            expected[i] = got[i];
        } else if (!(fabsf(got[i] - expected[i]) <= 1e-3F)) {
            panic("bench_gpu: %s is wrong: %g, expected %g", candidate->name, (double)got[i],
                  (double)expected[i]);
        }
    }
}

static void measure(const struct candidate *candidates, size_t candidate_count)
{
    double seconds[most][rounds];
    cudaEvent_t from, to;
    must(cudaEventCreate(&from));
    must(cudaEventCreate(&to));
    for (int round = -1; round < rounds; round++) { /* the first one warms up */
        for (size_t i = 0; i < candidate_count; i++) {
            const double taken = seconds_of(candidates[i].run, from, to);
            seconds[i][round < 0 ? 0 : round] = taken;
        }
    }
    double base = 0;
    for (size_t i = 0; i < candidate_count; i++) {
        const double taken = median(seconds[i], rounds);
        const double work =
            candidates[i].bytes > 0 ? candidates[i].bytes : 2.0 * side * side * side;
        base = i == 0 ? work / taken : base;
        printf("%-28s %9.1f us %9.1f %s %6.1f %% of %s\n", candidates[i].name, taken * 1e6,
               work / taken / 1e9, candidates[i].bytes > 0 ? "GB/s" : "GFLOP/s",
               100 * work / taken / base, candidates[0].name);
    }
    cudaEventDestroy(from);
    cudaEventDestroy(to);
}

static void bench_products(void)
{
    const struct candidate candidates[] = {
#ifdef WITH_CUBLAS
        {"cuBLAS, pedantic", with_cublas, 0},
#endif
        {"registers", registers, 0},          {"tiled", tiled, 0},
        {"coalesced", coalesced, 0},          {"naive", naive, 0},
    };
    enum { candidate_count = sizeof candidates / sizeof *candidates };
    static float expected[1 << 16];
    for (size_t i = 0; i < candidate_count; i++) {
        check_product(&candidates[i], expected, i == 0);
    }
    measure(candidates, candidate_count);
}

static void bench_bandwidth(void)
{
    const double array = (double)(count * sizeof *a);
    const struct candidate candidates[] = {{"cudaMemcpy", copy, 2 * array},
                                           {"ReLU", relu, 2 * array},
                                           {"SGD update", gradient_descent, 3 * array},
                                           {"row softmax", softmax, 2 * array}};
    measure(candidates, sizeof candidates / sizeof *candidates);
}

static void make_arrays(void)
{
    float *const numbers = (float *)malloc(count * sizeof *numbers);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (float)(i * 2654435761U % 2001) / 1000 - 1;
    }
    must(cudaMalloc(&a, count * sizeof *a));
    must(cudaMalloc(&b, count * sizeof *b));
    must(cudaMalloc(&c, count * sizeof *c));
    must(cudaMalloc(&rate, sizeof *rate));
    must(cudaMemcpy(a, numbers, count * sizeof *a, cudaMemcpyHostToDevice));
    must(cudaMemcpy(b, numbers + 1, (count - 1) * sizeof *a, cudaMemcpyHostToDevice));
    must(cudaMemset(rate, 0, sizeof *rate));
    free(numbers);
}

int main(void)
{
    struct message why;
    if (cuda_find(&why) == -1) {
        printf("bench-gpu: skipped, no GPU: %s\n", why.text);
        return 0;
    }
    struct cudaDeviceProp device;
    int kilohertz = 0, driver = 0;
    must(cudaGetDeviceProperties(&device, 0));
    must(cudaDriverGetVersion(&driver));
    must(cudaDeviceGetAttribute(&kilohertz, cudaDevAttrClockRate, 0));
    printf("%s, %d multiprocessors, %d MHz at most, driver for CUDA %d.%d\n", device.name,
           device.multiProcessorCount, kilohertz / 1000, driver / 1000, driver % 1000 / 10);
    make_arrays();
#ifdef WITH_CUBLAS
    cublasCreate(&cublas);
    cublasSetMathMode(cublas, CUBLAS_PEDANTIC_MATH);
    cublasSetStream(cublas, cuda_stream());
#else
    puts("cuBLAS was not there when this was compiled: its line is left out");
#endif
    bench_products();
    bench_bandwidth();
    return 0;
}
