#include "bench/product_rates.h"

#include "base/clock.h"
#include "base/pcg32.h"
#include "kernels/fast/blas.h"
#include "kernels/fast/threads.h"

#include <stdio.h>
#include <stdlib.h>
#include <tgmath.h>

enum { side = 1024, rounds = 30 };

static real x[side * side], w[side * side], y[side * side], row[side];

/* n rows through a layer's weights (out,in). */
struct layer {
    size_t n, in, out;
    const struct backend *backend; /* NULL: OpenBLAS */
};

static void forward(const struct layer *layer)
{
    if (layer->backend) {
        layer->backend->linear_forward(layer->n, layer->in, layer->out, x, w, row, y);
    } else {
        blas_multiply(&(struct product){.n = layer->n,
                                        .k = layer->in,
                                        .m = layer->out,
                                        .a = x,
                                        .b = w,
                                        .b_transposed = true,
                                        .c = y});
    }
}

/* dw += dy^T x, and db */
static void weights(const struct layer *layer)
{
    if (layer->backend) {
        layer->backend->linear_backward(layer->n, layer->in, layer->out, x, w, y, NULL, w, row);
    } else {
        blas_multiply(&(struct product){.n = layer->out,
                                        .k = layer->n,
                                        .m = layer->in,
                                        .a = y,
                                        .a_transposed = true,
                                        .b = x,
                                        .c = w,
                                        .add = true});
    }
}

/* dx = dy w */
static void inputs(const struct layer *layer)
{
    if (layer->backend) {
        layer->backend->matmul_forward(layer->n, layer->out, layer->in, y, w, x);
    } else {
        blas_multiply(&(struct product){
            .n = layer->n, .k = layer->out, .m = layer->in, .a = y, .b = w, .c = x});
    }
}

static void fill(size_t count, real *array)
{
    struct pcg32 generator = pcg32_seed(7, 1);
    for (size_t i = 0; i < count; i++) {
        array[i] = pcg32_uniform(&generator, -1, 1) / side; /* gradients add up, and stay small */
    }
}

/* GFLOP/s of the fastest round: others can only slow it down. */
static double rate_of(void (*product)(const struct layer *), const struct layer *layer)
{
    const double operations = 2 * (double)layer->n * (double)layer->in * (double)layer->out;
    double fastest = 1e9;
    fill(side * side, x);
    fill(side * side, w);
    fill(side * side, y);
    product(layer);
    for (size_t round = 0; round < rounds; round++) {
        const double start = clock_now();
        product(layer);
        fastest = fmin(fastest, clock_now() - start);
    }
    return operations / fastest * 1e-9;
}

static double print_row(const char *name, const struct layer *layer, double ceiling)
{
    static void (*const product[])(const struct layer *) = {forward, weights, inputs};
    double best = 0;
    printf("%5zu x %4zu x %4zu  %-8s", layer->n, layer->in, layer->out, name);
    for (size_t i = 0; i < 3; i++) {
        const double rate = rate_of(product[i], layer);
        printf("   %6.0f %3.0f %%", rate, 100 * rate / ceiling);
        best = fmax(best, rate);
    }
    printf("\n");
    return best;
}

double product_rates_print(const struct backend *backend, double ceiling)
{
    static const size_t shapes[][3] = {{64, 784, 256}, {64, 256, 784}, {1024, 1024, 1024}};
    struct message why;
    const bool has_blas = blas_load(&why) == 0;
    double best = 0;
    threads_stop();
    printf("\nproducts of a layer, GFLOP/s on one thread and the share of the ceiling\n"
           "    n x   in x  out              x w^T         dy^T x          dy w\n");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const struct layer ours = {shapes[i][0], shapes[i][1], shapes[i][2], backend};
        best = fmax(best, print_row("ours", &ours, ceiling));
        struct layer of_blas = ours;
        of_blas.backend = NULL;
        if (has_blas) {
            best = fmax(best, print_row("OpenBLAS", &of_blas, ceiling));
        }
    }
    return best;
}
