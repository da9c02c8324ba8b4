/* Kernels that come close to a fault of memory and have none. */
#include "tests/emulator/corpus.h"

enum { count = 100 };

__global__ void guarded_kernel(int n, const float *x, float *y)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        y[i] = x[i] + 1;
    }
}

static bool guarded(void)
{
    float *const y = device_room(count);
    guarded_kernel<<<4, 32>>>(count, device_numbers(count), y);
    return device_element(y, 0) == 1 && device_element(y, 99) == 100;
}

__global__ void grid_stride_kernel(int n, const float *x, float *y)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
        y[i] = 2 * x[i];
    }
}

static bool grid_stride(void)
{
    float *const y = device_room(count);
    grid_stride_kernel<<<2, 16>>>(count, device_numbers(count), y);
    return device_element(y, 99) == 198;
}

/* All threads read one number, nobody writes it. */
__global__ void one_for_all_kernel(const float *rate, float *y)
{
    y[blockIdx.x * blockDim.x + threadIdx.x] = *rate;
}

static bool one_for_all(void)
{
    float *const y = device_room(128);
    one_for_all_kernel<<<4, 32>>>(device_numbers(1, 7), y);
    return device_element(y, 127) == 7;
}

/* The padding is compared away before anything is read. */
__global__ void window_kernel(int n, const float *x, float *y)
{
    const int i = threadIdx.x;
    float sum = 0;
    for (int k = -1; k <= 1; k++) {
        sum += i + k >= 0 && i + k < n ? x[i + k] : 0;
    }
    y[i] = sum;
}

static bool window(void)
{
    float *const y = device_room(64);
    window_kernel<<<1, 64>>>(64, device_numbers(64), y);
    return device_element(y, 0) == 1 && device_element(y, 63) == 62 + 63;
}

__global__ void three_dimensions_kernel(float *y)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int z = threadIdx.z + blockIdx.z * blockDim.z;
    const int width = gridDim.x * blockDim.x, height = gridDim.y * blockDim.y;
    const int row = blockIdx.y * blockDim.y + threadIdx.y;
    y[(z * height + row) * width + x] = (float)(100 * z + 10 * row + x);
}

static bool three_dimensions(void)
{
    float *const y = device_room(4 * 6 * 8);
    three_dimensions_kernel<<<dim3(2, 3, 2), dim3(4, 2, 2)>>>(y);
    return device_element(y, (3 * 6 + 5) * 8 + 7) == 357;
}

__global__ void four_at_a_time_kernel(const float4 *x, float4 *y)
{
    const float4 a = x[threadIdx.x];
    y[threadIdx.x] = make_float4(a.w, a.z, a.y, a.x);
}

static bool four_at_a_time(void)
{
    float *const y = device_room(128);
    four_at_a_time_kernel<<<1, 32>>>((const float4 *)device_numbers(128), (float4 *)y);
    return device_element(y, 0) == 3 && device_element(y, 127) == 124;
}

/* Neighbouring bytes are neighbours' own. */
__global__ void bytes_kernel(unsigned char *y)
{
    y[threadIdx.x] = (unsigned char)threadIdx.x;
}

static bool bytes(void)
{
    unsigned char got[128];
    float *const y = device_room(32);
    bytes_kernel<<<1, 128>>>((unsigned char *)y);
    cudaMemcpy(got, y, sizeof got, cudaMemcpyDeviceToHost);
    return got[0] == 0 && got[77] == 77;
}

__global__ void halves_of_words_kernel(short *y)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    y[i] = (short)(3 * i);
}

static bool halves_of_words(void)
{
    short got[66];
    float *const y = device_room(33);
    halves_of_words_kernel<<<2, 33>>>((short *)y); /* the blocks meet within a word */
    cudaMemcpy(got, y, sizeof got, cudaMemcpyDeviceToHost);
    return got[32] == 96 && got[33] == 99;
}

__global__ void doubles_kernel(const double *x, double *y)
{
    y[threadIdx.x] = x[threadIdx.x] / 3;
}

static bool doubles(void)
{
    double numbers[32], *x, *y;
    for (int i = 0; i < 32; i++) {
        numbers[i] = i;
    }
    cudaMalloc(&x, sizeof numbers);
    cudaMalloc(&y, sizeof numbers);
    cudaMemcpy(x, numbers, sizeof numbers, cudaMemcpyHostToDevice);
    doubles_kernel<<<1, 32>>>(x, y);
    cudaMemcpy(numbers, y, sizeof numbers, cudaMemcpyDeviceToHost);
    return numbers[31] == 31.0 / 3;
}

struct line {
    int length;
    float slope;
    const float *x;
};

/* Each thread has a copy of its own of the arguments, and may change it. */
__global__ void struct_by_value_kernel(struct line line, float *y)
{
    line.x += threadIdx.x;
    line.slope *= 2;
    if ((int)threadIdx.x < line.length) {
        y[threadIdx.x] = line.slope * *line.x;
    }
}

static bool struct_by_value(void)
{
    float *const y = device_room(30);
    const struct line line = {30, 1.5F, device_numbers(30)};
    struct_by_value_kernel<<<1, 32>>>(line, y);
    return device_element(y, 29) == 87;
}

__global__ void own_array_kernel(const float *x, float *y)
{
    float own[4] = {0, 0, 0, 0};
    for (int l = 0; l < 64; l++) {
        own[l % 4] += x[l];
    }
    y[threadIdx.x] = own[threadIdx.x % 4];
}

static bool own_array(void)
{
    float *const y = device_room(32);
    own_array_kernel<<<1, 32>>>(device_numbers(64), y);
    return device_element(y, 31) == 16 * 3 + 4 * 120;
}

/* Only what was written is read: the rest of the array never is. */
__global__ void write_a_part_kernel(int n, float *x)
{
    if ((int)threadIdx.x < n) {
        x[threadIdx.x] = 1;
    }
}

__global__ void read_that_part_kernel(int n, const float *x, float *y)
{
    float sum = 0;
    for (int i = 0; i < n; i++) {
        sum += x[i];
    }
    *y = sum;
}

static bool a_part_is_enough(void)
{
    float *const x = device_room(64), *const y = device_room(1);
    write_a_part_kernel<<<1, 64>>>(20, x);
    read_that_part_kernel<<<1, 1>>>(20, x, y);
    return device_element(y, 0) == 20;
}

__constant__ float weight[4];

__global__ void constant_kernel(const float *x, float *y)
{
    y[threadIdx.x] = weight[threadIdx.x % 4] * x[threadIdx.x];
}

static bool constant(void)
{
    const float numbers[4] = {1, 2, 3, 4};
    float *const y = device_room(32);
    cudaMemcpyToSymbol(weight, numbers, sizeof numbers);
    constant_kernel<<<1, 32>>>(device_numbers(32), y);
    return device_element(y, 31) == 124;
}

extern "C" const struct correct_case correct_memory[] = {
    {"guarded", guarded},
    {"grid_stride", grid_stride},
    {"one_for_all", one_for_all},
    {"window", window},
    {"three_dimensions", three_dimensions},
    {"four_at_a_time", four_at_a_time},
    {"bytes", bytes},
    {"halves_of_words", halves_of_words},
    {"doubles", doubles},
    {"struct_by_value", struct_by_value},
    {"own_array", own_array},
    {"a_part_is_enough", a_part_is_enough},
    {"constant", constant},
    {NULL, NULL},
};
