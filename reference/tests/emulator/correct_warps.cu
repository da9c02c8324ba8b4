/* Shuffles, votes, atomic operations and what is not quite a race. */
#include "tests/emulator/corpus.h"

__global__ void sum_down_kernel(const float *x, float *y)
{
    float sum = x[threadIdx.x];
    for (int d = 16; d > 0; d /= 2) {
        sum += __shfl_down_sync(0xffffffff, sum, d);
    }
    if (threadIdx.x == 0) {
        *y = sum;
    }
}

static bool sum_down(void)
{
    float *const y = device_room(1);
    sum_down_kernel<<<1, 32>>>(device_numbers(32), y);
    return device_element(y, 0) == 496;
}

__global__ void sum_by_pairs_kernel(const float *x, float *y)
{
    float sum = x[threadIdx.x];
    for (int d = 1; d < 32; d *= 2) {
        sum += __shfl_xor_sync(0xffffffff, sum, d);
    }
    y[threadIdx.x] = sum;
}

static bool sum_by_pairs(void)
{
    float *const y = device_room(32);
    sum_by_pairs_kernel<<<1, 32>>>(device_numbers(32), y);
    return device_element(y, 0) == 496 && device_element(y, 31) == 496;
}

__global__ void running_sum_kernel(const float *x, float *y)
{
    const int lane = threadIdx.x;
    float sum = x[lane];
    for (int d = 1; d < 32; d *= 2) {
        const float before = __shfl_up_sync(0xffffffff, sum, d);
        sum += lane >= d ? before : 0;
    }
    y[lane] = sum;
}

static bool running_sum(void)
{
    float *const y = device_room(32);
    running_sum_kernel<<<1, 32>>>(device_numbers(32), y);
    return device_element(y, 4) == 10 && device_element(y, 31) == 496;
}

__global__ void groups_of_eight_kernel(const float *x, float *y)
{
    float sum = x[threadIdx.x];
    for (int d = 4; d > 0; d /= 2) {
        sum += __shfl_xor_sync(0xffffffff, sum, d, 8);
    }
    y[threadIdx.x] = sum;
}

static bool groups_of_eight(void)
{
    float *const y = device_room(32);
    groups_of_eight_kernel<<<1, 32>>>(device_numbers(32), y);
    return device_element(y, 0) == 28 && device_element(y, 31) == 220;
}

/* Sixteen lanes alone, and the mask says so. */
__global__ void half_a_warp_kernel(const float *x, float *y)
{
    const int lane = threadIdx.x;
    if (lane < 16) {
        float sum = x[lane];
        for (int d = 8; d > 0; d /= 2) {
            sum += __shfl_xor_sync(0xffff, sum, d);
        }
        y[lane] = sum;
    }
}

static bool half_a_warp(void)
{
    float *const y = device_room(16);
    half_a_warp_kernel<<<1, 32>>>(device_numbers(32), y);
    return device_element(y, 15) == 120;
}

/* A whole warp may leave: none of its lanes is missing from a shuffle. */
__global__ void whole_warps_leave_kernel(int rows, const float *x, float *y)
{
    const int lane = threadIdx.x % 32, row = blockIdx.x * (blockDim.x / 32) + threadIdx.x / 32;
    if (row >= rows) {
        return;
    }
    float largest = x[row * 32 + lane];
    for (int d = 16; d > 0; d /= 2) {
        largest = fmaxf(largest, __shfl_down_sync(0xffffffff, largest, d));
    }
    largest = __shfl_sync(0xffffffff, largest, 0);
    y[row * 32 + lane] = largest;
}

static bool whole_warps_leave(void)
{
    float *const y = device_room(5 * 32);
    whole_warps_leave_kernel<<<2, 128>>>(5, device_numbers(5 * 32), y);
    return device_element(y, 159) == 159 && device_element(y, 0) == 31;
}

/* A block whose last warp has 8 lanes. */
__global__ void short_warp_kernel(const float *x, float *y)
{
    y[threadIdx.x] = __shfl_sync(0xffffffff, x[threadIdx.x], 3);
}

static bool short_warp(void)
{
    float *const y = device_room(40);
    short_warp_kernel<<<1, 40>>>(device_numbers(40), y);
    return device_element(y, 31) == 3 && device_element(y, 39) == 35;
}

__global__ void block_sum_kernel(const float *x, float *y)
{
    __shared__ float of_warp[4];
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    float sum = x[threadIdx.x];
    for (int d = 16; d > 0; d /= 2) {
        sum += __shfl_down_sync(0xffffffff, sum, d);
    }
    if (lane == 0) {
        of_warp[warp] = sum;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        *y = of_warp[0] + of_warp[1] + of_warp[2] + of_warp[3];
    }
}

static bool block_sum(void)
{
    float *const y = device_room(1);
    block_sum_kernel<<<1, 128>>>(device_numbers(128), y);
    return device_element(y, 0) == 127 * 64;
}

__global__ void vote_kernel(const float *x, unsigned *y)
{
    const unsigned even = __ballot_sync(0xffffffff, (int)x[threadIdx.x] % 2 == 0);
    if (threadIdx.x == 0) {
        *y = even;
    }
}

static bool vote(void)
{
    unsigned got = 0;
    float *const y = device_room(1);
    vote_kernel<<<1, 32>>>(device_numbers(32), (unsigned *)y);
    cudaMemcpy(&got, y, sizeof got, cudaMemcpyDeviceToHost);
    return got == 0x55555555;
}

/* Lanes hand each other numbers by way of shared memory. */
__global__ void syncwarp_kernel(int steps, const float *x, float *y)
{
    __shared__ float tile[64];
    const int i = threadIdx.x, lane = i % 32, first = i - lane;
    float sum = 0;
    for (int step = 0; step < steps; step++) {
        tile[i] = x[step * 64 + i];
        __syncwarp();
        sum += tile[first + 31 - lane];
        __syncwarp();
    }
    y[i] = sum;
}

static bool syncwarp(void)
{
    float *const y = device_room(64);
    syncwarp_kernel<<<1, 64>>>(2, device_numbers(128), y);
    return device_element(y, 0) == 31 + 95;
}

__global__ void histogram_kernel(int n, const float *x, int *counts)
{
    __shared__ int of_block[10];
    if (threadIdx.x < 10) {
        of_block[threadIdx.x] = 0;
    }
    __syncthreads();
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        atomicAdd(&of_block[(int)x[i] % 10], 1);
    }
    __syncthreads();
    if (threadIdx.x < 10) {
        atomicAdd(&counts[threadIdx.x], of_block[threadIdx.x]);
    }
}

static bool histogram(void)
{
    int got[10];
    float *const counts = device_zeros(10);
    histogram_kernel<<<4, 64>>>(201, device_numbers(201), (int *)counts);
    cudaMemcpy(got, counts, sizeof got, cudaMemcpyDeviceToHost);
    return got[0] == 21 && got[9] == 20;
}

__global__ void blocks_add_kernel(const float *x, float *sum)
{
    atomicAdd(sum, x[blockIdx.x * blockDim.x + threadIdx.x]);
}

static bool blocks_add(void)
{
    float *const sum = device_zeros(1);
    blocks_add_kernel<<<4, 32>>>(device_numbers(128), sum);
    return device_element(sum, 0) == 127 * 64;
}

/* The largest float, by comparing and swapping its bits. */
__global__ void largest_kernel(const float *x, int *largest)
{
    const float own = x[blockIdx.x * blockDim.x + threadIdx.x];
    int seen = atomicAdd(largest, 0);
    while (own > __int_as_float(seen)) {
        const int before = atomicCAS(largest, seen, __float_as_int(own));
        if (before == seen) {
            break;
        }
        seen = before;
    }
}

static bool largest(void)
{
    float *const y = device_zeros(1);
    largest_kernel<<<4, 32>>>(device_numbers(128), (int *)y);
    return device_element(y, 0) == 127;
}

extern "C" const struct correct_case correct_warps[] = {
    {"sum_down", sum_down},
    {"sum_by_pairs", sum_by_pairs},
    {"running_sum", running_sum},
    {"groups_of_eight", groups_of_eight},
    {"half_a_warp", half_a_warp},
    {"whole_warps_leave", whole_warps_leave},
    {"short_warp", short_warp},
    {"block_sum", block_sum},
    {"vote", vote},
    {"syncwarp", syncwarp},
    {"histogram", histogram},
    {"blocks_add", blocks_add},
    {"largest", largest},
    {NULL, NULL},
};
