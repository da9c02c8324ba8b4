/* bench/bench_gpu_convolution.cu: lab 04's two convolutions on the device, directly and as products of matrices
 * (kernels/cuda/conv2d.h): what the rule between the two ways is worth. make bench-gpu
 *
 *     build/bench/gpu_convolution [BATCH]...    64 and 1024 when none is given
 *
 * The ways run in turns, a round each; the figure is the median of the rounds, by the device's own clock (events). Before
 * they are timed, both must give the same numbers.
 */
#include "kernels/cuda/conv2d.h"

#include <stdio.h>
#include <stdlib.h>

extern "C" {
#include "base/message.h"
#include "bench/measure.h"
#include "kernels/cuda/find.h"
#include "kernels/naive/conv2d.h"
}

enum { rounds = 11, ways = 2 };

static const struct conv2d layers[] = {{1, 28, 28, 16, 3, 1, 1, 28, 28},
                                       {16, 14, 14, 32, 3, 1, 1, 14, 14}};
static const enum cuda_conv2d_way way_of[ways] = {cuda_conv2d_directly, cuda_conv2d_as_product};

/* A convolution's arrays on the device. */
struct arrays {
    size_t n, in, weights, out; /* images, numbers of x, of w, of y */
    float *x, *w, *b, *y, *dy, *dx, *dw, *db, *scratch;
};

static void must(cudaError_t error)
{
    if (error != cudaSuccess) {
        panic("bench_gpu_convolution: %s", cudaGetErrorString(error));
    }
}

static float *device_numbers(size_t count)
{
    float *const numbers = (float *)malloc(count * sizeof *numbers), *device;
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (float)(i * 2654435761U % 2001) / 1000 - 1;
    }
    must(cudaMalloc(&device, count * sizeof *device));
    must(cudaMemcpy(device, numbers, count * sizeof *numbers, cudaMemcpyHostToDevice));
    free(numbers);
    return device;
}

static struct arrays take(const struct conv2d *c, size_t n)
{
    struct arrays t;
    t.n = n;
    t.in = n * c->in_channels * c->height * c->width;
    t.weights = c->out_channels * c->in_channels * c->kernel * c->kernel;
    t.out = n * c->out_channels * c->out_height * c->out_width;
    size_t room = 1;
    for (int i = 0; i < ways; i++) {
        cuda_conv2d_use(way_of[i]);
        const size_t wanted = cuda_conv2d_scratch(c, n);
        room = wanted > room ? wanted : room;
    }
    t.x = device_numbers(t.in);
    t.w = device_numbers(t.weights);
    t.b = device_numbers(c->out_channels);
    t.y = device_numbers(t.out);
    t.dy = device_numbers(t.out);
    t.dx = device_numbers(t.in);
    t.dw = device_numbers(t.weights);
    t.db = device_numbers(c->out_channels);
    must(cudaMalloc(&t.scratch, room * sizeof *t.scratch));
    return t;
}

static void give_back(const struct arrays *t)
{
    float *const all[] = {t->x, t->w, t->b, t->y, t->dy, t->dx, t->dw, t->db, t->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        must(cudaFree(all[i]));
    }
}

/* --- the parts ---------------------------------------------------------------------------------- */

static void forward(const struct conv2d *c, const struct arrays *t)
{
    cuda_conv2d_forward(c, t->n, t->x, t->w, t->b, t->scratch, t->y);
}

static void backward_to_w(const struct conv2d *c, const struct arrays *t)
{
    cuda_conv2d_backward(c, t->n, t->x, t->w, t->dy, t->scratch, NULL, t->dw, t->db);
}

static void backward(const struct conv2d *c, const struct arrays *t)
{
    cuda_conv2d_backward(c, t->n, t->x, t->w, t->dy, t->scratch, t->dx, t->dw, t->db);
}

static const struct {
    const char *name;
    void (*run)(const struct conv2d *c, const struct arrays *t);
    int products; /* as large as y's */
} parts[] = {{"y", forward, 1}, {"dw, db", backward_to_w, 1}, {"dw, db, dx", backward, 2}};

/* --- right, then fast --------------------------------------------------------------------------- */

/* How far apart the ways' numbers are in an array that `run` makes of zeros, at most, beside the largest of them. */
static double apart(const struct conv2d *c, const struct arrays *t,
                    void (*run)(const struct conv2d *, const struct arrays *), float *made,
                    size_t count)
{
    float *const by[ways] = {(float *)malloc(count * sizeof *made),
                             (float *)malloc(count * sizeof *made)};
    for (int i = 0; i < ways; i++) {
        cuda_conv2d_use(way_of[i]);
        must(cudaMemset(made, 0, count * sizeof *made));
        run(c, t);
        must(cudaMemcpy(by[i], made, count * sizeof *made, cudaMemcpyDeviceToHost));
    }
    double largest = 0, most = 0;
    for (size_t i = 0; i < count; i++) {
        largest = fmax(largest, fabs((double)by[0][i]));
        most = fmax(most, fabs((double)by[0][i] - (double)by[1][i]));
    }
    free(by[0]);
    free(by[1]);
    return most / largest;
}

static void check(const struct conv2d *c, const struct arrays *t)
{
    const double y = apart(c, t, forward, t->y, t->out);
    const double dw = apart(c, t, backward, t->dw, t->weights);
    const double dx = apart(c, t, backward, t->dx, t->in);
    if (!(y < 1e-4 && dw < 1e-4 && dx < 1e-4)) {
        panic("bench_gpu_convolution: the two ways differ: by %g of the largest y, %g of dw, %g of "
              "dx",
              y, dw, dx);
    }
}

static double seconds_of(const struct conv2d *c, const struct arrays *t, size_t part)
{
    cudaEvent_t from, to;
    float milliseconds;
    must(cudaEventCreate(&from));
    must(cudaEventCreate(&to));
    must(cudaEventRecord(from, cuda_stream()));
    parts[part].run(c, t);
    must(cudaEventRecord(to, cuda_stream()));
    must(cudaEventSynchronize(to));
    must(cudaEventElapsedTime(&milliseconds, from, to));
    must(cudaEventDestroy(from));
    must(cudaEventDestroy(to));
    return milliseconds / 1e3;
}

static void measure(const struct conv2d *c, const struct arrays *t, size_t part)
{
    double seconds[ways][rounds];
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < ways; i++) {
            cuda_conv2d_use(way_of[i]);
            seconds[i][round] = seconds_of(c, t, part);
        }
    }
    const double operations = 2.0 * (double)t->out * (double)(t->weights / c->out_channels);
    const double directly = median(seconds[0], rounds), as_product = median(seconds[1], rounds);
    printf("%zu -> %zu, batch %4zu  %-10s  directly %9.1f us %8.1f GFLOP/s   as a product %9.1f us "
           "%8.1f GFLOP/s\n",
           c->in_channels, c->out_channels, t->n, parts[part].name, directly * 1e6,
           parts[part].products * operations / directly / 1e9, as_product * 1e6,
           parts[part].products * operations / as_product / 1e9);
}

static void bench(const struct conv2d *c, size_t n)
{
    const struct arrays t = take(c, n);
    check(c, &t);
    for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
        measure(c, &t, part);
    }
    give_back(&t);
}

int main(int argc, char **argv)
{
    struct message why;
    if (cuda_find(&why) == -1) {
        printf("bench-gpu: skipped, no GPU: %s\n", why.text);
        return 0;
    }
    for (size_t layer = 0; layer < sizeof layers / sizeof *layers; layer++) {
        for (int i = 1; i < argc; i++) {
            bench(&layers[layer], (size_t)strtoul(argv[i], NULL, 10));
        }
        if (argc == 1) {
            bench(&layers[layer], 64);
            bench(&layers[layer], 1024);
        }
    }
    return 0;
}
