/* Kernels whose threads wait for those who never come. */
#include "tests/emulator/corpus.h"

/* --- barriers that not all reach -------------------------------------------------------------- */

__global__ void half_wait_kernel(float *y)
{
    if (threadIdx.x < 16) {
        __syncthreads(); /* <- */
    }
    y[threadIdx.x] = 1;
}

static bool half_wait(void)
{
    half_wait_kernel<<<1, 32>>>(device_room(32));
    return true;
}

__global__ void returns_too_early_kernel(int n, const float *x, float *y)
{
    __shared__ float tile[64];
    const int i = threadIdx.x;
    if (i >= n) {
        return;
    }
    tile[i] = x[i];
    __syncthreads(); /* <- */
    y[i] = tile[n - 1 - i];
}

static bool returns_too_early(void)
{
    returns_too_early_kernel<<<1, 64>>>(40, device_numbers(40), device_room(40));
    return true;
}

__global__ void waits_at_two_places_kernel(float *y)
{
    if (threadIdx.x % 2 == 0) {
        y[threadIdx.x] = 0;
        __syncthreads(); /* <- */
    } else {
        y[threadIdx.x] = 1;
        __syncthreads(); /* <- */
    }
}

static bool waits_at_two_places(void)
{
    waits_at_two_places_kernel<<<1, 32>>>(device_room(32));
    return true;
}

__global__ void waits_a_different_number_of_times_kernel(float *y)
{
    for (unsigned l = 0; l <= threadIdx.x / 32; l++) {
        __syncthreads(); /* <- */
    }
    y[threadIdx.x] = 1;
}

static bool waits_a_different_number_of_times(void)
{
    waits_a_different_number_of_times_kernel<<<1, 64>>>(device_room(64));
    return true;
}

__global__ void half_of_a_warp_waits_kernel(float *y)
{
    if (threadIdx.x < 16) {
        __syncwarp(); /* <- */
    }
    y[threadIdx.x] = 1;
}

static bool half_of_a_warp_waits(void)
{
    half_of_a_warp_waits_kernel<<<1, 32>>>(device_room(32));
    return true;
}

/* Nobody raises the flag. */
__global__ void waits_for_a_flag_kernel(volatile int *flag)
{
    if (threadIdx.x == 0) {
        while (flag[0] == 0) { /* <- */
        }
    }
    if (threadIdx.x == 1) {
        flag[1] = 1;
    }
}

static bool waits_for_a_flag(void)
{
    waits_for_a_flag_kernel<<<1, 32>>>((volatile int *)device_zeros(2));
    return true;
}

/* --- shuffles --------------------------------------------------------------------------------- */

__global__ void shuffles_outside_its_mask_kernel(const float *x, float *y)
{
    const int lane = threadIdx.x;
    y[lane] = __shfl_down_sync(0xffff, x[lane], 1); /* <- */
}

static bool shuffles_outside_its_mask(void)
{
    shuffles_outside_its_mask_kernel<<<1, 32>>>(device_numbers(32), device_room(32));
    return true;
}

__global__ void waits_for_lanes_that_left_kernel(int n, const float *x, float *y)
{
    const int lane = threadIdx.x;
    if (lane < n) {
        float sum = x[lane];
        for (int d = 16; d > 0; d /= 2) {
            sum += __shfl_xor_sync(0xffffffff, sum, d); /* <- */
        }
        y[lane] = sum;
    }
}

static bool waits_for_lanes_that_left(void)
{
    waits_for_lanes_that_left_kernel<<<1, 32>>>(10, device_numbers(10), device_room(10));
    return true;
}

__global__ void only_lane_0_shuffles_kernel(const float *x, float *y)
{
    const int lane = threadIdx.x;
    float number = x[lane];
    if (lane == 0) {
        number = __shfl_sync(0xffffffff, number, 31); /* <- */
    }
    y[lane] = number;
}

static bool only_lane_0_shuffles(void)
{
    only_lane_0_shuffles_kernel<<<1, 32>>>(device_numbers(32), device_room(32));
    return true;
}

extern "C" const struct faulty_case faulty_waiting[] = {
    {"half_wait_kernel", fault_divergent_barrier, half_wait, NULL},
    {"returns_too_early_kernel", fault_divergent_barrier, returns_too_early, NULL},
    {"waits_at_two_places_kernel", fault_divergent_barrier, waits_at_two_places, NULL},
    {"waits_a_different_number_of_times_kernel", fault_divergent_barrier,
     waits_a_different_number_of_times, NULL},
    {"half_of_a_warp_waits_kernel", fault_divergent_barrier, half_of_a_warp_waits, NULL},
    {"waits_for_a_flag_kernel", fault_endless, waits_for_a_flag, NULL},
    {"shuffles_outside_its_mask_kernel", fault_shuffle, shuffles_outside_its_mask, NULL},
    {"waits_for_lanes_that_left_kernel", fault_shuffle, waits_for_lanes_that_left, NULL},
    {"only_lane_0_shuffles_kernel", fault_shuffle, only_lane_0_shuffles, NULL},
    {NULL, fault_kinds, NULL, NULL},
};
