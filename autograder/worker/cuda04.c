/* The drivers of lab 04's kernels, on the emulator or on a GPU (worker/kernel_machine.h). Frame names are those of the
 * headers' arguments; besides,
 *
 *     blockDim  how many threads a block has
 */
#include "base/pcg32.h"
#include "worker/call.h"
#include "worker/cuda04_launches.h"
#include "worker/kernel_machine.h"

#include <stdlib.h>
#include <string.h>

/* --- arrays ----------------------------------------------------------------------------------- */

/* An array of the call on the device. */
struct twin {
    real *host;
    float *sent, *device;
    size_t count;
};

static struct twin twin_of(real *host, size_t count)
{
    struct twin twin = {.host = host, .count = count};
    twin.sent = malloc((count > 0 ? count : 1) * sizeof *twin.sent);
    for (size_t i = 0; i < count; i++) {
        twin.sent[i] = (float)host[i];
    }
    cudaMalloc((void **)&twin.device, count * sizeof *twin.device);
    return twin;
}

static struct twin input(const struct call *call, const char *name)
{
    const struct twin twin = twin_of(array(call, name), count_of(call, name));
    cudaMemcpy(twin.device, twin.sent, twin.count * sizeof *twin.sent, cudaMemcpyHostToDevice);
    return twin;
}

/* Nobody has written it yet. */
static struct twin unwritten(const struct call *call, const char *name, struct shape shape)
{
    real *const host = output(call, name, shape);
    const struct twin twin = twin_of(host, count_of(call, name));
    machine_leave_unwritten(twin.device, twin.sent, twin.count);
    return twin;
}

/* What the kernel changed comes back; what it left alone stays what it was, not rounded to a float. */
static void fetch(struct twin *twin)
{
    float *const now = malloc((twin->count > 0 ? twin->count : 1) * sizeof *now);
    cudaMemcpy(now, twin->device, twin->count * sizeof *now, cudaMemcpyDeviceToHost);
    for (size_t i = 0; i < twin->count; i++) {
        if (memcmp(&now[i], &twin->sent[i], sizeof *now) != 0) {
            twin->host[i] = (real)now[i];
        }
    }
    free(now);
    free(twin->sent);
}

/* --- the kernels ------------------------------------------------------------------------------ */

/* blockDim, rate, gradient (count), value (count) -> value */
static void exercise_4_12(const struct call *call)
{
    machine_begin(call);
    struct twin rate = input(call, "rate"), gradient = input(call, "gradient");
    struct twin value = input(call, "value");
    launch_gradient_descent((int)whole(call, "blockDim"), (int)value.count, rate.device,
                            gradient.device, value.device);
    machine_report(call);
    fetch(&rate);
    fetch(&gradient);
    fetch(&value);
}

/* blockDim, x (rows,columns) -> y (rows,columns) */
static void exercise_4_13(const struct call *call)
{
    machine_begin(call);
    struct twin x = input(call, "x"), y = unwritten(call, "y", shape_of(call, "x"));
    launch_row_softmax((int)whole(call, "blockDim"), (int)size_of(call, "x", 0),
                       (int)size_of(call, "x", 1), x.device, y.device);
    machine_report(call);
    fetch(&x);
    fetch(&y);
}

/* a (n,k), b (k,m) -> c (n,m) */
static void exercise_4_14(const struct call *call)
{
    const size_t n = size_of(call, "a", 0), k = size_of(call, "a", 1), m = size_of(call, "b", 1);
    machine_begin(call);
    struct twin a = input(call, "a"), b = input(call, "b");
    struct twin c = unwritten(call, "c", shape_2d(n, m));
    launch_matmul_tiled((int)n, (int)k, (int)m, a.device, b.device, c.device);
    machine_report(call);
    fetch(&a);
    fetch(&b);
    fetch(&c);
}

static float *random_matrix(struct pcg32 *generator, size_t count)
{
    float *const numbers = malloc(count * sizeof *numbers), *device;
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (float)pcg32_uniform(generator, -2, 2);
    }
    cudaMalloc((void **)&device, count * sizeof *device);
    cudaMemcpy(device, numbers, count * sizeof *numbers, cudaMemcpyHostToDevice);
    free(numbers);
    return device;
}

/* size, seed -> c, the product of two square matrices, and read and written, the bytes of global memory that it moves */
static void exercise_4_14_bytes(const struct call *call)
{
    const size_t size = whole(call, "size"), count = size * size;
    machine_begin(call);
    struct pcg32 generator = pcg32_seed(whole(call, "seed"), 1);
    const float *const a = random_matrix(&generator, count);
    const float *const b = random_matrix(&generator, count);
    struct twin c = unwritten(call, "c", shape_2d(size, size));
    launch_matmul_tiled((int)size, (int)size, (int)size, a, b, c.device);
    machine_report(call);
    fetch(&c);
    machine_count_bytes(call, "matmul_tiled_kernel");
}

/* blockDim, x (in_channels,height,width), kernel, stride, padding, out_height, out_width -> columns */
static void exercise_4_15(const struct call *call)
{
    const struct cuda_conv2d conv = {.in_channels = (int)size_of(call, "x", 0),
                                     .height = (int)size_of(call, "x", 1),
                                     .width = (int)size_of(call, "x", 2),
                                     .out_channels = 1,
                                     .kernel = (int)whole(call, "kernel"),
                                     .stride = (int)whole(call, "stride"),
                                     .padding = (int)whole(call, "padding"),
                                     .out_height = (int)whole(call, "out_height"),
                                     .out_width = (int)whole(call, "out_width")};
    machine_begin(call);
    struct twin x = input(call, "x");
    struct twin columns = unwritten(call, "columns",
                                    shape_2d((size_t)(conv.in_channels * conv.kernel * conv.kernel),
                                             (size_t)(conv.out_height * conv.out_width)));
    launch_im2col((int)whole(call, "blockDim"), &conv, x.device, columns.device);
    machine_report(call);
    fetch(&x);
    fetch(&columns);
}

const struct driver drivers[] = {
    {"4.12", exercise_4_12},        {"4.13", exercise_4_13}, {"4.14", exercise_4_14},
    {"4.14b", exercise_4_14_bytes}, {"4.15", exercise_4_15}, {NULL, NULL},
};
