/* Products of matrices: the naive kernel, the loops of each instruction set, OpenBLAS. The thresholds in
 * kernels/fast/loops/fast_product.c come from here. One thread.
 *
 *     make bench-products
 *
 * Each is compared with the naive kernel before it is timed. The fastest of several rounds counts, in
 * GFLOP/s: other programs can only slow a loop down.
 */
#include "base/clock.h"
#include "base/pcg32.h"
#include "kernels/fast/blas.h"
#include "kernels/fast/fast.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { largest = 1024 * 1024, rounds = 15 };

static real a[largest], b[largest], c[largest], expected[largest];

enum kind {
    product, /* matmul_forward's c = a b */
    layer,   /* linear_forward's y = x w^T */
    weights, /* linear_backward's dw += dy^T x: dy (k,n), x (k,m) */
};

struct shape_of_product {
    const char *what;
    size_t n, k, m;
    enum kind kind;
};

static const struct shape_of_product shapes[] = {
    {"2-8-1, first layer", 4, 2, 8, layer},
    {"2-8-1, second layer", 4, 8, 1, layer},
    {"square", 8, 8, 8, product},
    {"square", 12, 12, 12, product},
    {"square", 16, 16, 16, product},
    {"square", 24, 24, 24, product},
    {"square", 32, 32, 32, product},
    {"square", 48, 48, 48, product},
    {"square", 64, 64, 64, product},
    {"square", 128, 128, 128, product},
    {"square", 256, 256, 256, product},
    {"square", 512, 512, 512, product},
    {"square", 1024, 1024, 1024, product},
    {"layer", 8, 8, 8, layer},
    {"layer", 16, 16, 16, layer},
    {"layer", 32, 32, 32, layer},
    {"layer", 64, 64, 64, layer},
    {"784-256, batch 1", 1, 784, 256, layer},
    {"784-256, batch 2", 2, 784, 256, layer},
    {"784-256, batch 4", 4, 784, 256, layer},
    {"784-256, batch 8", 8, 784, 256, layer},
    {"784-256, batch 16", 16, 784, 256, layer},
    {"784-256, batch 64", 64, 784, 256, layer},
    {"784-256, batch 256", 256, 784, 256, layer},
    {"128-10, batch 64", 64, 128, 10, layer},
    {"its weights, 1", 256, 1, 784, weights},
    {"its weights, 4", 256, 4, 784, weights},
    {"its weights, 8", 256, 8, 784, weights},
    {"its weights, 16", 256, 16, 784, weights},
    {"its weights, 64", 256, 64, 784, weights},
    {"its inputs, 1", 1, 256, 784, product},
    {"its inputs, 4", 4, 256, 784, product},
    {"its inputs, 8", 8, 256, 784, product},
    {"its inputs, 64", 64, 256, 784, product},
    {"one column", 256, 784, 1, layer},
    {"one column", 64, 64, 1, layer},
    {"odd", 65, 783, 257, product},
};

enum { count_of_shapes = sizeof shapes / sizeof *shapes };

static void multiply(const struct backend *backend, const struct shape_of_product *s)
{
    static real zero[largest], sums[largest];
    switch (s->kind) {
    case product:
        backend->matmul_forward(s->n, s->k, s->m, a, b, c);
        break;
    case layer:
        backend->linear_forward(s->n, s->k, s->m, a, b, zero, c);
        break;
    case weights:
        backend->linear_backward(s->k, s->m, s->n, b, zero, a, NULL, c, sums);
    }
}

static void multiply_by_blas(const struct backend *backend, const struct shape_of_product *s)
{
    (void)backend;
    blas_multiply(&(struct product){.n = s->n,
                                    .k = s->k,
                                    .m = s->m,
                                    .a = a,
                                    .a_transposed = s->kind == weights,
                                    .b = b,
                                    .b_transposed = s->kind == layer,
                                    .c = c,
                                    .add = s->kind == weights});
}

static bool is_right(const struct shape_of_product *s)
{
    const real tolerance = 8 * REAL_EPSILON * sqrt((real)s->k) + 8 * REAL_EPSILON;
    for (size_t i = 0; i < s->n * s->m; i++) {
        if (!(fabs(c[i] - expected[i]) <= tolerance * 4)) {
            return false;
        }
    }
    return true;
}

/* GFLOP/s; NaN when the result is wrong. */
static double speed_of(void (*run)(const struct backend *, const struct shape_of_product *),
                       const struct backend *backend, const struct shape_of_product *s)
{
    const double operations = 2 * (double)s->n * (double)s->k * (double)s->m;
    const size_t repeats = operations < 1e6 ? (size_t)(1e6 / operations) : 1;
    c[0] = s->kind == weights ? 0 : REAL_NAN; /* what is added to begins at 0 */
    memset(c + 1, 0, (s->n * s->m - 1) * sizeof *c);
    run(backend, s);
    if (!is_right(s)) {
        return (double)REAL_NAN;
    }
    double fastest = 1e9;
    for (size_t round = 0; round < rounds; round++) {
        const double start = clock_now();
        for (size_t i = 0; i < repeats; i++) {
            run(backend, s);
        }
        const double seconds = (clock_now() - start) / (double)repeats;
        fastest = seconds < fastest ? seconds : fastest;
    }
    return operations / fastest * 1e-9;
}

enum { most_columns = 2 + fast_loops_max };

/* A column of the table: one who multiplies. */
struct column {
    const char *name;
    void (*run)(const struct backend *, const struct shape_of_product *);
    struct backend backend;
    double speed[count_of_shapes];
};

static void measure(struct column *column)
{
    for (size_t i = 0; i < count_of_shapes; i++) {
        memset(c, 0, shapes[i].n * shapes[i].m * sizeof *c);
        multiply(&naive_backend, &shapes[i]);
        memcpy(expected, c, shapes[i].n * shapes[i].m * sizeof *c);
        column->speed[i] = speed_of(column->run, &column->backend, &shapes[i]);
    }
}

/* OpenBLAS comes last: once it is loaded, it multiplies for some of the loops as well. */
static size_t measure_all(struct column column[most_columns])
{
    size_t count = 0;
    column[count++] = (struct column){"naive", multiply, naive_backend, {0}};
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t i = 0; i < sets; i++) {
        column[count++] =
            (struct column){here[i].instructions, multiply, fast_backend_of(here[i].loops), {0}};
    }
    for (size_t i = 0; i < count; i++) {
        measure(&column[i]);
    }
    struct message why;
    if (blas_load(&why) == 0) {
        column[count] = (struct column){"OpenBLAS", multiply_by_blas, naive_backend, {0}};
        measure(&column[count++]);
    }
    return count;
}

int main(void)
{
    static struct column column[most_columns];
    struct pcg32 generator = pcg32_seed(1, 1);
    for (size_t i = 0; i < largest; i++) {
        a[i] = pcg32_uniform(&generator, -1, 1);
        b[i] = pcg32_uniform(&generator, -1, 1);
    }
    const size_t columns = measure_all(column);
    printf("%-35s", "GFLOP/s, " REAL_NAME);
    for (size_t i = 0; i < columns; i++) {
        printf("%11s", column[i].name);
    }
    for (size_t i = 0; i < count_of_shapes; i++) {
        const struct shape_of_product *const s = &shapes[i];
        printf("\n%-20s%5zu%5zu%5zu", s->what, s->n, s->k, s->m);
        for (size_t j = 0; j < columns; j++) {
            printf("%11.2f", column[j].speed[i]);
        }
    }
    printf("\n%s\n", blas_describe().text);
    return 0;
}
