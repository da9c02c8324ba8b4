/* Kernels that copy and clear whole structs, which a compiler may do by one wide access, by several, or by memcpy. */
#include "tests/emulator/corpus.h"

/* --- faulty ----------------------------------------------------------------------------------- */

__global__ void copies_a_float4_too_far_kernel(const float4 *x, float4 *y)
{
    y[threadIdx.x] = x[threadIdx.x + 1]; /* <- */
}

static bool copies_a_float4_too_far(void)
{
    copies_a_float4_too_far_kernel<<<1, 32>>>((const float4 *)device_numbers(128),
                                              (float4 *)device_room(128));
    return true;
}

struct eight {
    float4 low, high;
};

__global__ void clears_one_too_many_kernel(struct eight *y)
{
    const struct eight zero = {{0, 0, 0, 0}, {0, 0, 0, 0}};
    y[threadIdx.x] = zero; /* <- */
}

static bool clears_one_too_many(void)
{
    clears_one_too_many_kernel<<<1, 33>>>((struct eight *)device_room(256));
    return true;
}

__global__ void copies_without_a_barrier_kernel(const struct eight *x, struct eight *y)
{
    __shared__ struct eight tile[64];
    const int i = threadIdx.x;
    tile[i] = x[i];      /* <- */
    y[i] = tile[63 - i]; /* <- */
}

static bool copies_without_a_barrier(void)
{
    copies_without_a_barrier_kernel<<<1, 64>>>((const struct eight *)device_numbers(512),
                                               (struct eight *)device_room(512));
    return true;
}

extern "C" const struct faulty_case faulty_structs[] = {
    {"copies_a_float4_too_far_kernel", fault_out_of_bounds, copies_a_float4_too_far, NULL},
    {"clears_one_too_many_kernel", fault_out_of_bounds, clears_one_too_many, NULL},
    {"copies_without_a_barrier_kernel", fault_race, copies_without_a_barrier, NULL},
    {NULL, fault_kinds, NULL, NULL},
};

/* --- correct ---------------------------------------------------------------------------------- */

__global__ void turns_structs_round_kernel(const struct eight *x, struct eight *y)
{
    __shared__ struct eight tile[64];
    const int i = threadIdx.x;
    tile[i] = x[i];
    __syncthreads();
    y[i] = tile[63 - i];
}

static bool turns_structs_round(void)
{
    float *const y = device_room(512);
    turns_structs_round_kernel<<<1, 64>>>((const struct eight *)device_numbers(512),
                                          (struct eight *)y);
    return device_element(y, 0) == 504 && device_element(y, 511) == 7;
}

/* Constants lie in the program's memory, and so does the launch's copy of an argument. */
__global__ void structs_of_constants_kernel(struct eight given, struct eight *y)
{
    struct eight own = {{1, 2, 3, 4}, {5, 6, 7, 8}};
    const struct eight zero = {};
    y[3 * threadIdx.x] = given;
    y[3 * threadIdx.x + 1] = own;
    own.high = given.low;
    y[3 * threadIdx.x + 2] = threadIdx.x % 2 ? own : zero;
}

static bool structs_of_constants(void)
{
    float *const y = device_room(3 * 8 * 32);
    const struct eight given = {{10, 20, 30, 40}, {50, 60, 70, 80}};
    structs_of_constants_kernel<<<1, 32>>>(given, (struct eight *)y);
    return device_element(y, 7) == 80 && device_element(y, 15) == 8 && device_element(y, 16) == 0 &&
           device_element(y, 24 + 16) == 1 && device_element(y, 24 + 23) == 40;
}

extern "C" const struct correct_case correct_structs[] = {
    {"turns_structs_round", turns_structs_round},
    {"structs_of_constants", structs_of_constants},
    {NULL, NULL},
};
