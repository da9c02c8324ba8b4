/* Kernels that read or write where they must not, or what nobody wrote. */
#include "tests/emulator/corpus.h"

enum { count = 100 };

/* --- out of bounds ---------------------------------------------------------------------------- */

__global__ void reads_one_too_far_kernel(int n, const float *x, float *y)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        y[i] = x[i + 1]; /* <- */
    }
}

static bool reads_one_too_far(void)
{
    reads_one_too_far_kernel<<<4, 32>>>(count, device_numbers(count), device_room(count));
    return true;
}

__global__ void has_no_guard_kernel(const float *x, float *y)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    y[i] = 2; /* <- */
    (void)x;
}

static bool has_no_guard(void)
{
    has_no_guard_kernel<<<4, 32>>>(device_numbers(count), device_room(count));
    return true;
}

__global__ void has_a_wrong_guard_kernel(int n, float *y)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i <= n) {
        y[i] = 1; /* <- */
    }
}

static bool has_a_wrong_guard(void)
{
    has_a_wrong_guard_kernel<<<4, 32>>>(count, device_room(count));
    return true;
}

__global__ void reads_before_the_first_kernel(const float *x, float *y)
{
    const int i = threadIdx.x;
    y[i] = x[i - 1]; /* <- */
}

static bool reads_before_the_first(void)
{
    reads_before_the_first_kernel<<<1, 32>>>(device_numbers(32), device_room(32));
    return true;
}

/* 0u - 1 is 4294967295: an element 16 GiB away. */
__global__ void counts_below_zero_kernel(const float *x, float *y)
{
    const unsigned i = threadIdx.x;
    y[i] = x[i - 1u]; /* <- */
}

static bool counts_below_zero(void)
{
    counts_below_zero_kernel<<<1, 32>>>(device_numbers(32), device_room(32));
    return true;
}

__global__ void takes_rows_for_columns_kernel(int rows, int columns, const float *x, float *y)
{
    const int i = threadIdx.y, j = threadIdx.x;
    y[i * columns + j] = x[j * columns + i]; /* <- */
    (void)rows;
}

static bool takes_rows_for_columns(void)
{
    takes_rows_for_columns_kernel<<<1, dim3(8, 4)>>>(4, 8, device_numbers(32), device_room(32));
    return true;
}

__global__ void leaves_its_shared_array_kernel(const float *x, float *y)
{
    __shared__ float tile[32];
    const int i = threadIdx.x;
    tile[i] = x[i];
    __syncthreads();
    y[i] = tile[i + 1]; /* <- */
}

static bool leaves_its_shared_array(void)
{
    leaves_its_shared_array_kernel<<<1, 32>>>(device_numbers(32), device_room(32));
    return true;
}

__global__ void leaves_its_row_kernel(const float *x, float *y)
{
    __shared__ float tile[4][8];
    const int i = threadIdx.y, j = threadIdx.x;
    tile[i][j] = x[i * 8 + j];
    __syncthreads();
    y[i * 8 + j] = tile[0][j + 8 * i]; /* <- */
}

static bool leaves_its_row(void)
{
    leaves_its_row_kernel<<<1, dim3(8, 4)>>>(device_numbers(32), device_room(32));
    return true;
}

__global__ void leaves_dynamic_shared_memory_kernel(const float *x, float *y)
{
    extern __shared__ float numbers[];
    const int i = threadIdx.x;
    numbers[i + 1] = x[i]; /* <- */
    __syncthreads();
    y[i] = 1;
}

static bool leaves_dynamic_shared_memory(void)
{
    leaves_dynamic_shared_memory_kernel<<<1, 32, 32 * sizeof(float)>>>(device_numbers(32),
                                                                       device_room(32));
    return true;
}

__global__ void leaves_its_own_array_kernel(int n, const float *x, float *y)
{
    float own[4] = {0, 0, 0, 0};
    for (int l = 0; l <= n; l++) {
        own[l] = x[l]; /* <- */
    }
    y[threadIdx.x] = own[0] + own[n - 1];
}

static bool leaves_its_own_array(void)
{
    leaves_its_own_array_kernel<<<1, 32>>>(4, device_numbers(8), device_room(32));
    return true;
}

/* Its line is not known: the stack ends somewhere in a function's first instructions. */
static __device__ __noinline__ float sum_down(int n, const float *x)
{
    float kept[64];
    for (int l = 0; l < 64; l++) {
        kept[l] = x[n % 32] + (float)l;
    }
    return n < 0 ? 0 : sum_down(n + 1, x) + kept[n % 64];
}

__global__ void never_comes_back_kernel(const float *x, float *y)
{
    y[threadIdx.x] = sum_down(0, x);
}

static bool never_comes_back(void)
{
    never_comes_back_kernel<<<1, 32>>>(device_numbers(32), device_room(32));
    return true;
}

/* --- never written ---------------------------------------------------------------------------- */

__global__ void reads_what_nobody_wrote_kernel(const float *x, float *y)
{
    const int i = threadIdx.x;
    y[i] = 2 * x[i]; /* <- */
}

static bool reads_what_nobody_wrote(void)
{
    reads_what_nobody_wrote_kernel<<<1, 32>>>(device_room(32), device_room(32));
    return true;
}

__global__ void adds_to_nothing_kernel(const float *x, float *y)
{
    const int i = threadIdx.x;
    y[i] += x[i]; /* <- */
}

static bool adds_to_nothing(void)
{
    adds_to_nothing_kernel<<<1, 32>>>(device_numbers(32), device_room(32));
    return true;
}

__global__ void reads_shared_memory_first_kernel(const float *x, float *y)
{
    __shared__ float tile[64];
    const int i = threadIdx.x;
    if (i < 32) {
        tile[i] = x[i];
    }
    __syncthreads();
    y[i] = tile[i]; /* <- */
}

static bool reads_shared_memory_first(void)
{
    reads_shared_memory_first_kernel<<<1, 64>>>(device_numbers(32), device_room(64));
    return true;
}

__global__ void write_even_kernel(float *y)
{
    y[2 * threadIdx.x] = 1;
}

__global__ void reads_the_other_half_kernel(const float *x, float *y)
{
    y[threadIdx.x] = x[2 * threadIdx.x + 1]; /* <- */
}

static bool reads_the_other_half(void)
{
    float *const half = device_room(64);
    write_even_kernel<<<1, 32>>>(half);
    reads_the_other_half_kernel<<<1, 32>>>(half, device_room(32));
    return true;
}

__global__ void write_low_byte_kernel(unsigned char *y)
{
    y[4 * threadIdx.x] = 1;
}

__global__ void reads_three_bytes_too_many_kernel(const unsigned *x, float *y)
{
    y[threadIdx.x] = (float)x[threadIdx.x]; /* <- */
}

static bool reads_three_bytes_too_many(void)
{
    float *const words = device_room(32);
    write_low_byte_kernel<<<1, 32>>>((unsigned char *)words);
    reads_three_bytes_too_many_kernel<<<1, 32>>>((const unsigned *)words, device_room(32));
    return true;
}

/* --- whose memory? ---------------------------------------------------------------------------- */

__global__ void reads_what_was_freed_kernel(const float *x, float *y)
{
    const int i = threadIdx.x;
    y[i] = x[i]; /* <- */
}

static bool reads_what_was_freed(void)
{
    float *const x = device_numbers(32), *const y = device_room(32);
    cudaFree(x);
    reads_what_was_freed_kernel<<<1, 32>>>(x, y);
    return true;
}

__global__ void reads_the_hosts_memory_kernel(const float *x, float *y)
{
    const int i = threadIdx.x;
    y[i] = x[i]; /* <- */
}

static bool reads_the_hosts_memory(void)
{
    static float x[32];
    reads_the_hosts_memory_kernel<<<1, 32>>>(x, device_room(32));
    return true;
}

__global__ void writes_the_hosts_memory_kernel(float *y)
{
    y[threadIdx.x] = 1; /* <- */
}

static bool writes_the_hosts_memory(void)
{
    float *const y = (float *)malloc(32 * sizeof *y);
    writes_the_hosts_memory_kernel<<<1, 32>>>(y);
    free(y);
    return true;
}

__global__ void follows_null_kernel(const float *x, float *y)
{
    const int i = threadIdx.x;
    y[i] = x[i]; /* <- */
}

static bool follows_null(void)
{
    follows_null_kernel<<<1, 32>>>(NULL, device_room(32));
    return true;
}

__global__ void reads_a_crooked_float4_kernel(const float *x, float *y)
{
    const float4 *const four = (const float4 *)(x + 1);
    y[threadIdx.x] = four->x + four->w; /* <- */
}

static bool reads_a_crooked_float4(void)
{
    reads_a_crooked_float4_kernel<<<1, 1>>>(device_numbers(32), device_room(32));
    return true;
}

extern "C" const struct faulty_case faulty_memory[] = {
    {"reads_one_too_far_kernel", fault_out_of_bounds, reads_one_too_far, NULL},
    {"has_no_guard_kernel", fault_out_of_bounds, has_no_guard, NULL},
    {"has_a_wrong_guard_kernel", fault_out_of_bounds, has_a_wrong_guard, NULL},
    {"reads_before_the_first_kernel", fault_out_of_bounds, reads_before_the_first, NULL},
    {"counts_below_zero_kernel", fault_out_of_bounds, counts_below_zero, NULL},
    {"takes_rows_for_columns_kernel", fault_out_of_bounds, takes_rows_for_columns, NULL},
    {"leaves_its_shared_array_kernel", fault_out_of_bounds, leaves_its_shared_array, NULL},
    {"leaves_its_row_kernel", fault_out_of_bounds, leaves_its_row, NULL},
    {"leaves_dynamic_shared_memory_kernel", fault_out_of_bounds, leaves_dynamic_shared_memory,
     NULL},
    {"leaves_its_own_array_kernel", fault_out_of_bounds, leaves_its_own_array, NULL},
    {"never_comes_back_kernel", fault_out_of_bounds, never_comes_back, "never_comes_back"},
    {"reads_what_nobody_wrote_kernel", fault_uninitialised, reads_what_nobody_wrote, NULL},
    {"adds_to_nothing_kernel", fault_uninitialised, adds_to_nothing, NULL},
    {"reads_shared_memory_first_kernel", fault_uninitialised, reads_shared_memory_first, NULL},
    {"reads_the_other_half_kernel", fault_uninitialised, reads_the_other_half, NULL},
    {"reads_three_bytes_too_many_kernel", fault_uninitialised, reads_three_bytes_too_many, NULL},
    {"reads_what_was_freed_kernel", fault_after_free, reads_what_was_freed, NULL},
    {"reads_the_hosts_memory_kernel", fault_host_pointer, reads_the_hosts_memory, NULL},
    {"writes_the_hosts_memory_kernel", fault_host_pointer, writes_the_hosts_memory, NULL},
    {"follows_null_kernel", fault_host_pointer, follows_null, NULL},
    {"reads_a_crooked_float4_kernel", fault_misaligned, reads_a_crooked_float4, NULL},
    {NULL, fault_kinds, NULL, NULL},
};
