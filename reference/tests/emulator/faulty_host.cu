/* Programs whose host does what it must not: touch the device's memory, launch what no device takes, copy
 * wrongly. */
#include "tests/emulator/corpus.h"

__global__ void do_nothing_kernel(float *y)
{
    (void)y;
}

static bool reads_the_devices_memory(void)
{
    const float *const x = device_numbers(32);
    return x[3] > 3; /* <- */
}

static bool writes_the_devices_memory(void)
{
    float *const x = device_numbers(32);
    x[3] = 3; /* <- */
    return true;
}

/* By a function of the C library, whose accesses no compiler announces. */
static bool prints_the_devices_memory(void)
{
    char text[16];
    char *const letters = (char *)device_zeros(4);
    return snprintf(text, sizeof text, "%s", letters) == 0;
}

static bool too_many_threads(void)
{
    do_nothing_kernel<<<1, 1025>>>(NULL);
    return true;
}

static bool no_blocks(void)
{
    const int count = 0;
    do_nothing_kernel<<<count / 256, 256>>>(NULL);
    return true;
}

static bool too_much_shared_memory(void)
{
    do_nothing_kernel<<<1, 32, 64 * 1024>>>(NULL);
    return true;
}

static bool a_grid_too_high(void)
{
    do_nothing_kernel<<<dim3(1, 70000), 32>>>(NULL);
    return true;
}

static bool copies_the_wrong_way(void)
{
    float numbers[32] = {0};
    float *const x = device_numbers(32);
    cudaMemcpy(x, numbers, sizeof numbers, cudaMemcpyDeviceToHost);
    return true;
}

static bool swaps_from_and_to(void)
{
    float numbers[32] = {0};
    float *const x = device_numbers(32);
    cudaMemcpy(numbers, x, sizeof numbers, cudaMemcpyHostToDevice);
    return true;
}

static bool copies_too_much(void)
{
    static float numbers[64];
    float *const x = device_numbers(32);
    cudaMemcpy(x, numbers, sizeof numbers, cudaMemcpyHostToDevice);
    return true;
}

static bool counts_bytes_twice(void)
{
    static float numbers[32];
    float *const x = device_numbers(32);
    cudaMemcpy(numbers, x, 32 * sizeof *x * sizeof *x, cudaMemcpyDeviceToHost);
    return true;
}

static bool sets_too_much(void)
{
    float *const x = device_room(32);
    cudaMemset(x, 0, 33 * sizeof *x);
    return true;
}

static bool frees_twice(void)
{
    float *const x = device_room(32);
    cudaFree(x);
    cudaFree(x);
    return true;
}

static bool copies_what_was_freed(void)
{
    float numbers[32];
    float *const x = device_numbers(32);
    cudaFree(x);
    cudaMemcpy(numbers, x, sizeof numbers, cudaMemcpyDeviceToHost);
    return true;
}

extern "C" const struct faulty_case faulty_host[] = {
    {"", fault_device_pointer, reads_the_devices_memory, "reads_the_devices_memory"},
    {"", fault_device_pointer, writes_the_devices_memory, "writes_the_devices_memory"},
    {"", fault_device_pointer, prints_the_devices_memory, "prints_the_devices_memory"},
    {"do_nothing_kernel", fault_launch, too_many_threads, "too_many_threads"},
    {"do_nothing_kernel", fault_launch, no_blocks, "no_blocks"},
    {"do_nothing_kernel", fault_launch, too_much_shared_memory, "too_much_shared_memory"},
    {"do_nothing_kernel", fault_launch, a_grid_too_high, "a_grid_too_high"},
    {"", fault_copy, copies_the_wrong_way, "copies_the_wrong_way"},
    {"", fault_copy, swaps_from_and_to, "swaps_from_and_to"},
    {"", fault_copy, copies_too_much, "copies_too_much"},
    {"", fault_copy, counts_bytes_twice, "counts_bytes_twice"},
    {"", fault_copy, sets_too_much, "sets_too_much"},
    {"", fault_after_free, frees_twice, "frees_twice"},
    {"", fault_after_free, copies_what_was_freed, "copies_what_was_freed"},
    {NULL, fault_kinds, NULL, NULL},
};
