/* Kernels whose threads get into each other's way. */
#include "tests/emulator/corpus.h"

/* --- races within a block --------------------------------------------------------------------- */

__global__ void lacks_the_first_barrier_kernel(const float *x, float *y)
{
    __shared__ float tile[64];
    const int i = threadIdx.x;
    tile[i] = 0;
    __syncthreads();
    tile[i] = x[i];      /* <- */
    y[i] = tile[63 - i]; /* <- */
}

static bool lacks_the_first_barrier(void)
{
    lacks_the_first_barrier_kernel<<<1, 64>>>(device_numbers(64), device_room(64));
    return true;
}

/* The first threads read what nobody has written yet: a race all the same, and only that. */
__global__ void lacks_the_only_barrier_kernel(const float *x, float *y)
{
    __shared__ float tile[64];
    const int i = threadIdx.x;
    tile[i] = x[i];      /* <- */
    y[i] = tile[63 - i]; /* <- */
}

static bool lacks_the_only_barrier(void)
{
    lacks_the_only_barrier_kernel<<<1, 64>>>(device_numbers(64), device_room(64));
    return true;
}

__global__ void lacks_the_second_barrier_kernel(int steps, const float *x, float *y)
{
    __shared__ float tile[64];
    const int i = threadIdx.x;
    float sum = 0;
    for (int step = 0; step < steps; step++) {
        tile[i] = x[step * 64 + i]; /* <- */
        __syncthreads();
        sum += tile[63 - i]; /* <- */
    }
    y[i] = sum;
}

static bool lacks_the_second_barrier(void)
{
    lacks_the_second_barrier_kernel<<<1, 64>>>(3, device_numbers(192), device_room(64));
    return true;
}

/* One lane of each warp, so that it is no matter for a __syncwarp. */
__global__ void all_add_to_one_kernel(const float *x, float *y)
{
    __shared__ float sum;
    if (threadIdx.x == 0) {
        sum = 0;
    }
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        sum += x[threadIdx.x]; /* <- */
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        *y = sum;
    }
}

static bool all_add_to_one(void)
{
    all_add_to_one_kernel<<<1, 64>>>(device_numbers(64), device_room(1));
    return true;
}

__global__ void sums_without_a_barrier_kernel(const float *x, float *y)
{
    __shared__ float part[128];
    const int i = threadIdx.x;
    part[i] = x[i];
    __syncthreads();
    for (int half = 64; half >= 32; half /= 2) {
        if (i < half) {
            part[i] += part[i + half]; /* <- */
        }
    }
    if (i < 32) {
        y[i] = part[i];
    }
}

static bool sums_without_a_barrier(void)
{
    sums_without_a_barrier_kernel<<<1, 128>>>(device_numbers(128), device_room(32));
    return true;
}

__global__ void shifts_in_place_kernel(float *x)
{
    const int i = threadIdx.x;
    if (i >= 32) {
        x[i - 32] = x[i]; /* <- */
    }
}

static bool shifts_in_place(void)
{
    shifts_in_place_kernel<<<1, 96>>>(device_numbers(96));
    return true;
}

__global__ void two_write_one_byte_kernel(unsigned char *y)
{
    y[threadIdx.x % 32] = (unsigned char)threadIdx.x; /* <- */
}

static bool two_write_one_byte(void)
{
    two_write_one_byte_kernel<<<1, 64>>>((unsigned char *)device_room(8));
    return true;
}

/* All read, and then one of them writes: it was the last reader itself. */
__global__ void writes_what_all_read_kernel(float *y)
{
    __shared__ float first;
    if (threadIdx.x == 0) {
        first = 1;
    }
    __syncthreads();
    y[threadIdx.x] = first; /* <- */
    if (threadIdx.x == 33) {
        first = 2; /* <- */
    }
    __syncthreads();
    y[threadIdx.x] += first;
}

static bool writes_what_all_read(void)
{
    writes_what_all_read_kernel<<<1, 34>>>(device_room(34));
    return true;
}

/* --- races between blocks --------------------------------------------------------------------- */

__global__ void blocks_add_to_one_kernel(const float *x, float *sum)
{
    if (threadIdx.x == 0) {
        *sum += x[blockIdx.x]; /* <- */
    }
}

static bool blocks_add_to_one(void)
{
    blocks_add_to_one_kernel<<<4, 32>>>(device_numbers(4), device_zeros(1));
    return true;
}

__global__ void reads_the_next_block_kernel(float *x, float *y)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    x[i] = (float)i; /* <- */
    __syncthreads();
    y[i] = x[(i + 32) % 128]; /* <- */
}

static bool reads_the_next_block(void)
{
    reads_the_next_block_kernel<<<4, 32>>>(device_zeros(128), device_room(128));
    return true;
}

__global__ void leaves_the_block_out_kernel(float *y)
{
    const int i = threadIdx.x;
    y[i] = (float)(blockIdx.x + 1); /* <- */
}

static bool leaves_the_block_out(void)
{
    leaves_the_block_out_kernel<<<4, 32>>>(device_room(128));
    return true;
}

/* --- races within a warp ---------------------------------------------------------------------- */

__global__ void lacks_a_syncwarp_kernel(const float *x, float *y)
{
    __shared__ float tile[32];
    const int lane = threadIdx.x;
    tile[lane] = 0;
    __syncwarp();
    tile[lane] = x[lane];      /* <- */
    y[lane] = tile[31 - lane]; /* <- */
}

static bool lacks_a_syncwarp(void)
{
    lacks_a_syncwarp_kernel<<<1, 32>>>(device_numbers(32), device_room(32));
    return true;
}

__global__ void lacks_the_other_syncwarp_kernel(int steps, const float *x, float *y)
{
    __shared__ float tile[32];
    const int lane = threadIdx.x;
    float sum = 0;
    for (int step = 0; step < steps; step++) {
        tile[lane] = x[step * 32 + lane]; /* <- */
        __syncwarp();
        sum += tile[31 - lane]; /* <- */
    }
    y[lane] = sum;
}

static bool lacks_the_other_syncwarp(void)
{
    lacks_the_other_syncwarp_kernel<<<1, 32>>>(2, device_numbers(64), device_room(32));
    return true;
}

/* An atomic addition is one thing, looking at the sum another. */
__global__ void looks_at_a_sum_too_early_kernel(int *sum, float *y)
{
    if (threadIdx.x % 32 == 0) {
        atomicAdd(sum, 1);                   /* <- */
        y[threadIdx.x / 32] = (float)sum[0]; /* <- */
    }
}

static bool looks_at_a_sum_too_early(void)
{
    looks_at_a_sum_too_early_kernel<<<1, 64>>>((int *)device_zeros(1), device_room(2));
    return true;
}

extern "C" const struct faulty_case faulty_races[] = {
    {"lacks_the_first_barrier_kernel", fault_race, lacks_the_first_barrier, NULL},
    {"lacks_the_only_barrier_kernel", fault_race, lacks_the_only_barrier, NULL},
    {"lacks_the_second_barrier_kernel", fault_race, lacks_the_second_barrier, NULL},
    {"all_add_to_one_kernel", fault_race, all_add_to_one, NULL},
    {"sums_without_a_barrier_kernel", fault_race, sums_without_a_barrier, NULL},
    {"shifts_in_place_kernel", fault_race, shifts_in_place, NULL},
    {"two_write_one_byte_kernel", fault_race, two_write_one_byte, NULL},
    {"writes_what_all_read_kernel", fault_race, writes_what_all_read, NULL},
    {"blocks_add_to_one_kernel", fault_race_of_blocks, blocks_add_to_one, NULL},
    {"reads_the_next_block_kernel", fault_race_of_blocks, reads_the_next_block, NULL},
    {"leaves_the_block_out_kernel", fault_race_of_blocks, leaves_the_block_out, NULL},
    {"lacks_a_syncwarp_kernel", fault_missing_syncwarp, lacks_a_syncwarp, NULL},
    {"lacks_the_other_syncwarp_kernel", fault_missing_syncwarp, lacks_the_other_syncwarp, NULL},
    {"looks_at_a_sum_too_early_kernel", fault_race, looks_at_a_sum_too_early, NULL},
    {NULL, fault_kinds, NULL, NULL},
};
