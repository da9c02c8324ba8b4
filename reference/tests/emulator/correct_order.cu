/* Kernels whose threads work together, and whose barriers and shuffles are right. */
#include "tests/emulator/corpus.h"

__global__ void mirror_kernel(const float *x, float *y)
{
    __shared__ float tile[64];
    const int i = threadIdx.x;
    tile[i] = x[i];
    __syncthreads();
    y[i] = tile[63 - i];
}

static bool mirror(void)
{
    float *const y = device_room(64);
    mirror_kernel<<<1, 64>>>(device_numbers(64), y);
    return device_element(y, 0) == 63;
}

/* Each block has shared memory of its own. */
__global__ void mirrors_kernel(const float *x, float *y)
{
    __shared__ float tile[64];
    const int i = threadIdx.x, first = blockIdx.x * 64;
    tile[i] = x[first + i];
    __syncthreads();
    y[first + i] = tile[63 - i];
}

static bool mirrors(void)
{
    float *const y = device_room(256);
    mirrors_kernel<<<4, 64>>>(device_numbers(256), y);
    return device_element(y, 64) == 127;
}

__global__ void tree_kernel(const float *x, float *y)
{
    __shared__ float part[128];
    const int i = threadIdx.x;
    part[i] = x[i];
    __syncthreads();
    for (int half = 64; half > 0; half /= 2) {
        if (i < half) {
            part[i] += part[i + half];
        }
        __syncthreads();
    }
    if (i == 0) {
        *y = part[0];
    }
}

static bool tree(void)
{
    float *const y = device_room(1);
    tree_kernel<<<1, 128>>>(device_numbers(128), y);
    return device_element(y, 0) == 127 * 64;
}

/* Two tiles in turns: one barrier a step is enough. */
__global__ void two_tiles_kernel(int steps, const float *x, float *y)
{
    __shared__ float tile[2][64];
    const int i = threadIdx.x;
    float sum = 0;
    tile[0][i] = x[i];
    __syncthreads();
    for (int step = 1; step <= steps; step++) {
        sum += tile[(step - 1) % 2][63 - i];
        if (step < steps) {
            tile[step % 2][i] = x[step * 64 + i];
        }
        __syncthreads();
    }
    y[i] = sum;
}

static bool two_tiles(void)
{
    float *const y = device_room(64);
    two_tiles_kernel<<<1, 64>>>(4, device_numbers(256), y);
    return device_element(y, 63) == 0 + 64 + 128 + 192;
}

enum { side = 8 };

/* Zeros beyond the edges; threads without an element of c load and wait all the same. */
__global__ void product_kernel(int n, int k, int m, const float *a, const float *b, float *c)
{
    __shared__ float of_a[side][side], of_b[side][side];
    const int x = threadIdx.x, y = threadIdx.y;
    const int row = blockIdx.y * side + y, column = blockIdx.x * side + x;
    float sum = 0;
    for (int from = 0; from < k; from += side) {
        of_a[y][x] = row < n && from + x < k ? a[row * k + from + x] : 0;
        of_b[y][x] = from + y < k && column < m ? b[(from + y) * m + column] : 0;
        __syncthreads();
        for (int l = 0; l < side; l++) {
            sum += of_a[y][l] * of_b[l][x];
        }
        __syncthreads();
    }
    if (row < n && column < m) {
        c[row * m + column] = sum;
    }
}

__global__ void ones_kernel(float *y)
{
    y[threadIdx.x] = 1;
}

static bool product(void)
{
    float *const c = device_room(9 * 10), *const ones = device_room(11 * 10);
    ones_kernel<<<1, 11 * 10>>>(ones);
    product_kernel<<<dim3(2, 2), dim3(side, side)>>>(9, 11, 10, device_numbers(9 * 11), ones, c);
    return device_element(c, 0) == 55 && device_element(c, 89) == 55 + 11 * 88;
}

__global__ void transpose_kernel(const float *x, float *y)
{
    __shared__ float tile[16][17];
    tile[threadIdx.y][threadIdx.x] = x[threadIdx.y * 16 + threadIdx.x];
    __syncthreads();
    y[threadIdx.y * 16 + threadIdx.x] = tile[threadIdx.x][threadIdx.y];
}

static bool transpose(void)
{
    float *const y = device_room(256);
    transpose_kernel<<<1, dim3(16, 16)>>>(device_numbers(256), y);
    return device_element(y, 1) == 16;
}

/* Two arrays in one piece of dynamic shared memory. */
__global__ void two_in_one_kernel(int n, const float *x, float *y)
{
    extern __shared__ float room[];
    float *const numbers = room, *const squares = room + n;
    const int i = threadIdx.x;
    numbers[i] = x[i];
    squares[i] = x[i] * x[i];
    __syncthreads();
    y[i] = squares[n - 1 - i] - numbers[n - 1 - i];
}

static bool two_in_one(void)
{
    float *const y = device_room(64);
    two_in_one_kernel<<<1, 64, 128 * sizeof(float)>>>(64, device_numbers(64), y);
    return device_element(y, 0) == 63 * 62;
}

/* Global memory serves a block as well, with a barrier between. */
__global__ void by_way_of_global_kernel(const float *x, float *kept, float *y)
{
    const int i = threadIdx.x, first = blockIdx.x * 64;
    kept[first + i] = 2 * x[first + i];
    __syncthreads();
    y[first + i] = kept[first + (i + 32) % 64];
}

static bool by_way_of_global(void)
{
    float *const y = device_room(128);
    by_way_of_global_kernel<<<2, 64>>>(device_numbers(128), device_room(128), y);
    return device_element(y, 64) == 192;
}

/* What one launch wrote, the next one's blocks read. */
__global__ void to_the_next_block_kernel(const float *x, float *y)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    y[i] = x[(i + 32) % 128];
}

static bool to_the_next_launch(void)
{
    float *const x = device_numbers(128), *const y = device_room(128);
    to_the_next_block_kernel<<<4, 32>>>(x, y);
    to_the_next_block_kernel<<<4, 32>>>(y, x);
    return device_element(x, 0) == 64;
}

/* An if and a loop that all threads of the block go through alike. */
__global__ void uniform_kernel(int steps, float *y)
{
    __shared__ float sum;
    if (threadIdx.x == 0) {
        sum = 0;
    }
    for (int step = 0; step < steps; step++) {
        if (step % 2 == 0) {
            __syncthreads();
            if ((int)threadIdx.x == step) {
                sum += 1;
            }
        }
    }
    __syncthreads();
    y[threadIdx.x] = sum;
}

static bool uniform(void)
{
    float *const y = device_room(64);
    uniform_kernel<<<1, 64>>>(6, y);
    return device_element(y, 63) == 3;
}

/* Behind the last barrier everyone may leave. */
__global__ void leaves_behind_the_barrier_kernel(int n, const float *x, float *y)
{
    __shared__ float tile[64];
    const int i = threadIdx.x;
    tile[i] = i < n ? x[i] : 0;
    __syncthreads();
    if (i >= n) {
        return;
    }
    y[i] = tile[n - 1 - i];
}

static bool leaves_behind_the_barrier(void)
{
    float *const y = device_room(40);
    leaves_behind_the_barrier_kernel<<<1, 64>>>(40, device_numbers(40), y);
    return device_element(y, 0) == 39;
}

__device__ static float largest_of_block(float own, float *room)
{
    room[threadIdx.x] = own;
    __syncthreads();
    float largest = room[0];
    for (unsigned i = 1; i < blockDim.x; i++) {
        largest = fmaxf(largest, room[i]);
    }
    __syncthreads();
    return largest;
}

/* One piece of shared memory for two calls. */
__global__ void calls_twice_kernel(const float *x, float *y)
{
    __shared__ float room[64];
    const float largest = largest_of_block(x[threadIdx.x], room);
    const float smallest = -largest_of_block(-x[threadIdx.x], room);
    y[threadIdx.x] = largest - smallest;
}

static bool calls_twice(void)
{
    float *const y = device_room(64);
    calls_twice_kernel<<<1, 64>>>(device_numbers(64, 5), y);
    return device_element(y, 63) == 63;
}

extern "C" const struct correct_case correct_order[] = {
    {"mirror", mirror},
    {"mirrors", mirrors},
    {"tree", tree},
    {"two_tiles", two_tiles},
    {"product", product},
    {"transpose", transpose},
    {"two_in_one", two_in_one},
    {"by_way_of_global", by_way_of_global},
    {"to_the_next_launch", to_the_next_launch},
    {"uniform", uniform},
    {"leaves_behind_the_barrier", leaves_behind_the_barrier},
    {"calls_twice", calls_twice},
    {NULL, NULL},
};
