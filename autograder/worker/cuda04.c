/* The drivers of lab 04's kernels, on the emulator. Frame names are those of the headers' arguments; besides,
 *
 *     threads  of a block
 *     order    of threads and blocks: 0 ascending, 1 descending, any other number a seed to shuffle by
 *
 * Where the emulator had something to report, the answer has the first of it, too: as texts, a number a letter,
 * "kind", "what" and "means", and "line" or else "pc", 0 where it is not known; "other_pc" is the other thread's.
 */
#include "base/pcg32.h"
#include "kernels/cuda/emulator/emulator.h"
#include "worker/call.h"
#include "worker/cuda04_launches.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { device_bytes = 8 << 20 }; /* what is known of each byte takes some thirty more */

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
    cudaMalloc(&twin.device, count * sizeof *twin.device);
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
    return twin_of(host, count_of(call, name));
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

/* --- the emulator ----------------------------------------------------------------------------- */

static void begin(const struct call *call)
{
    static bool begun;
    if (!begun) {
        emulator_set_memory(device_bytes);
        begun = true;
    }
    emulator_reset();
    const size_t order = is_given(call, "order") ? whole(call, "order") : 0;
    emulator_set_order(order == 0   ? order_ascending
                       : order == 1 ? order_descending
                                    : order_shuffled,
                       order);
}

static void output_text(const struct call *call, const char *name, const char *text)
{
    real *const letters = output(call, name, shape_1d(strlen(text)));
    for (size_t i = 0; text[i]; i++) {
        letters[i] = (real)(unsigned char)text[i];
    }
}

/* Where a barrier is missing, something may also be read before it was written: that is only what follows. */
static const struct emulator_fault *most_telling(void)
{
    const struct emulator_fault *found = emulator_fault(0);
    for (size_t i = 0; i < emulator_fault_count(); i++) {
        const struct emulator_fault *const fault = emulator_fault(i);
        if (fault->kind == fault_race) {
            return fault;
        }
        if (found->kind == fault_uninitialised) {
            found = fault;
        }
    }
    return found;
}

static void report(const struct call *call)
{
    if (emulator_fault_count() == 0) {
        return;
    }
    const struct emulator_fault *const fault = most_telling();
    const unsigned *const block = fault->thread.block, *const thread = fault->thread.thread;
    char what[400];
    snprintf(what, sizeof what, "thread (%u,%u,%u) of block (%u,%u,%u) %s", thread[0], thread[1],
             thread[2], block[0], block[1], block[2], fault->what);
    output_text(call, "kind", emulator_fault_name(fault->kind));
    output_text(call, "what", what);
    output_text(call, "means", fault->means);
    output_number(call, "line", (real)fault->place.line);
    output_number(call, "pc", (real)fault->place.pc);
    output_number(call, "other_pc", (real)fault->other_place.pc);
}

/* --- the kernels ------------------------------------------------------------------------------ */

/* threads, rate, gradient (count), value (count) -> value */
static void exercise_4_12(const struct call *call)
{
    begin(call);
    struct twin rate = input(call, "rate"), gradient = input(call, "gradient");
    struct twin value = input(call, "value");
    launch_gradient_descent((int)whole(call, "threads"), (int)value.count, rate.device,
                            gradient.device, value.device);
    report(call);
    fetch(&rate);
    fetch(&gradient);
    fetch(&value);
}

/* threads, x (rows,columns) -> y (rows,columns) */
static void exercise_4_13(const struct call *call)
{
    begin(call);
    struct twin x = input(call, "x"), y = unwritten(call, "y", shape_of(call, "x"));
    launch_row_softmax((int)whole(call, "threads"), (int)size_of(call, "x", 0),
                       (int)size_of(call, "x", 1), x.device, y.device);
    report(call);
    fetch(&x);
    fetch(&y);
}

/* a (n,k), b (k,m) -> c (n,m) */
static void exercise_4_14(const struct call *call)
{
    const size_t n = size_of(call, "a", 0), k = size_of(call, "a", 1), m = size_of(call, "b", 1);
    begin(call);
    struct twin a = input(call, "a"), b = input(call, "b");
    struct twin c = unwritten(call, "c", shape_2d(n, m));
    launch_matmul_tiled((int)n, (int)k, (int)m, a.device, b.device, c.device);
    report(call);
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
    cudaMalloc(&device, count * sizeof *device);
    cudaMemcpy(device, numbers, count * sizeof *numbers, cudaMemcpyHostToDevice);
    free(numbers);
    return device;
}

/* size, seed -> c, the product of two square matrices, and read and written, the bytes of global memory that it moves */
static void exercise_4_14_bytes(const struct call *call)
{
    const size_t size = whole(call, "size"), count = size * size;
    begin(call);
    struct pcg32 generator = pcg32_seed(whole(call, "seed"), 1);
    const float *const a = random_matrix(&generator, count);
    const float *const b = random_matrix(&generator, count);
    struct twin c = unwritten(call, "c", shape_2d(size, size));
    launch_matmul_tiled((int)size, (int)size, (int)size, a, b, c.device);
    report(call);
    fetch(&c);
    const struct emulator_traffic traffic = emulator_traffic("matmul_tiled_kernel");
    output_number(call, "read", (real)traffic.read_bytes);
    output_number(call, "written", (real)traffic.written_bytes);
}

/* threads, x (in_channels,height,width), kernel, stride, padding, out_height, out_width -> columns */
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
    begin(call);
    struct twin x = input(call, "x");
    struct twin columns = unwritten(call, "columns",
                                    shape_2d((size_t)(conv.in_channels * conv.kernel * conv.kernel),
                                             (size_t)(conv.out_height * conv.out_width)));
    launch_im2col((int)whole(call, "threads"), &conv, x.device, columns.device);
    report(call);
    fetch(&x);
    fetch(&columns);
}

const struct driver drivers[] = {
    {"4.12", exercise_4_12},        {"4.13", exercise_4_13}, {"4.14", exercise_4_14},
    {"4.14b", exercise_4_14_bytes}, {"4.15", exercise_4_15}, {NULL, NULL},
};
