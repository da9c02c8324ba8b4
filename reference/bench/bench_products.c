/* Products of matrices: the naive kernel, the loops of each instruction set, OpenBLAS. The thresholds in
 * kernels/fast/loops/fast_product.c come from here.
 *
 *     make build/bench/products && build/bench/products
 *
 * Each is compared with the naive kernel before it is timed. The fastest of several rounds counts, in
 * GFLOP/s: other programs can only slow a loop down.
 */
#include "base/clock.h"
#include "base/pcg32.h"
#include "kernels/fast/blas.h"
#include "kernels/fast/fast.h"

#include <stdio.h>
#include <tgmath.h>

enum { largest = 1024 * 1024, rounds = 15 };

static real a[largest], b[largest], c[largest], expected[largest];

struct shape_of_product {
    const char *what;
    size_t n, k, m;
    bool w_transposed; /* linear_forward's y = x w^T instead of matmul_forward's c = a b */
};

static const struct shape_of_product shapes[] = {
    {"2-8-1, first layer", 4, 2, 8, true},
    {"2-8-1, second layer", 4, 8, 1, true},
    {"square", 8, 8, 8, false},
    {"square", 16, 16, 16, false},
    {"square", 24, 24, 24, false},
    {"square", 32, 32, 32, false},
    {"square", 48, 48, 48, false},
    {"square", 64, 64, 64, false},
    {"square", 128, 128, 128, false},
    {"square", 256, 256, 256, false},
    {"square", 512, 512, 512, false},
    {"layer", 8, 8, 8, true},
    {"layer", 16, 16, 16, true},
    {"layer", 32, 32, 32, true},
    {"layer", 64, 64, 64, true},
    {"layer, batch 64", 64, 784, 256, true},
    {"layer, batch 64", 64, 256, 10, true},
    {"one row", 1, 784, 256, true},
    {"one row", 1, 64, 64, true},
    {"one column", 256, 784, 1, true},
    {"one column", 64, 64, 1, true},
    {"odd", 65, 783, 257, false},
};

static void multiply(const struct backend *backend, const struct shape_of_product *s)
{
    static real zero[largest];
    if (s->w_transposed) {
        backend->linear_forward(s->n, s->k, s->m, a, b, zero, c);
    } else {
        backend->matmul_forward(s->n, s->k, s->m, a, b, c);
    }
}

static void multiply_by_blas(const struct backend *backend, const struct shape_of_product *s)
{
    (void)backend;
    blas_multiply(&(struct product){
        .n = s->n, .k = s->k, .m = s->m, .a = a, .b = b, .b_transposed = s->w_transposed, .c = c});
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

/* Prints GFLOP/s, or that the result is wrong. */
static void print_speed(void (*run)(const struct backend *, const struct shape_of_product *),
                        const struct backend *backend, const struct shape_of_product *s)
{
    const double operations = 2 * (double)s->n * (double)s->k * (double)s->m;
    const size_t repeats = operations < 1e6 ? (size_t)(1e6 / operations) : 1;
    c[0] = REAL_NAN;
    run(backend, s);
    if (!is_right(s)) {
        printf("     wrong");
        return;
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
    printf("%10.2f", operations / fastest * 1e-9);
}

int main(void)
{
    struct pcg32 generator = pcg32_seed(1, 1);
    for (size_t i = 0; i < largest; i++) {
        a[i] = pcg32_uniform(&generator, -1, 1);
        b[i] = pcg32_uniform(&generator, -1, 1);
    }
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    printf("%-32s%10s", "GFLOP/s, " REAL_NAME, "naive");
    for (size_t i = 0; i < sets; i++) {
        printf("%10s", here[i].instructions);
    }
    printf("%10s\n", "OpenBLAS");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const struct shape_of_product *const s = &shapes[i];
        printf("%-20s%4zu%4zu%4zu", s->what, s->n, s->k, s->m);
        multiply(&naive_backend, s);
        for (size_t j = 0; j < s->n * s->m; j++) {
            expected[j] = c[j];
        }
        print_speed(multiply, &naive_backend, s);
        for (size_t j = 0; j < sets; j++) {
            const struct backend backend = fast_backend_of(here[j].loops);
            print_speed(multiply, &backend, s);
        }
        struct message why;
        if (blas_load(&why) == 0)
            print_speed(multiply_by_blas, NULL, s);
        puts("");
    }
    puts(blas_describe().text);
    return 0;
}
