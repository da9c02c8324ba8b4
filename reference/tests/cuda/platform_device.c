/* A GPU: runs are repeated; what was taken in one is given back at its end. */
#include "tests/cuda/platform.h"

#include <criterion/criterion.h>
#include <cuda_runtime.h>

enum { most_arrays = 100 };
static void *taken[most_arrays];
static size_t count_of_taken;

size_t platform_runs(void)
{
    return 2;
}

void platform_begin(size_t run)
{
    (void)run;
    count_of_taken = 0;
}

void platform_end(void)
{
    const cudaError_t error = cudaDeviceSynchronize();
    cr_assert_eq(error, cudaSuccess, "the device says: %s", cudaGetErrorString(error));
    for (size_t i = 0; i < count_of_taken; i++) {
        cudaFree(taken[i]);
    }
}

void *platform_take(size_t bytes)
{
    void *memory = NULL;
    const cudaError_t error = cudaMalloc(&memory, bytes);
    cr_assert_eq(error, cudaSuccess, "cudaMalloc: %s", cudaGetErrorString(error));
    cudaMemset(memory, 0xff, bytes); /* as floats, NaN */
    cr_assert_lt(count_of_taken, most_arrays);
    taken[count_of_taken++] = memory;
    return memory;
}
