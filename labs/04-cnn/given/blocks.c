/* Section 4.11: products of square matrices, plain, by blocks, and as fast as they come. */
#include "04-cnn/given/lab.h"
#include "04-cnn/given/sections.h"

#include "common/crash.h"
#include "common/section.h"
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "kernels/ladder/matmul_blocked.h"
#include "kernels/naive/matmul.h"

#include <stdio.h>
#include <tgmath.h>

enum { stream_of_numbers = 4110, sizes = 8, largest = 1024 };

static const size_t size_of[sizes] = {32, 64, 128, 192, 256, 512, 768, largest};
/* s; a run that would be too long is left out */
static const double long_enough = 0.1, too_long = 1;
enum { least_runs = 4, long_of_itself = 512 }; /* fewer when they are too long together */

enum way { way_plain, way_blocked, way_fast, ways };

static const char *const name[ways] = {"plain", "your blocks", "fast"};

static real *drawn(struct lab *lab, struct pcg32 *generator, size_t count)
{
    real *const number = arena_reals(&lab->model, count);
    for (size_t i = 0; i < count; i++) {
        number[i] = pcg32_uniform(generator, -1, 1);
    }
    return number;
}

/* On sizes that no block divides. */
static void require_same(struct lab *lab, struct pcg32 *generator)
{
    enum { n = 17, k = 37, m = 67 };
    const real *const a = drawn(lab, generator, n * k), *const b = drawn(lab, generator, k * m);
    real *const c = arena_reals(&lab->model, n * m), *const wanted =
                                                         arena_reals(&lab->model, n * m);
    for (size_t i = 0; i < n * m; i++) {
        c[i] = 1; /* what stood there before is to be of no account */
    }
    matmul_blocked(n, k, m, a, b, c);
    matmul_forward(n, k, m, a, b, wanted);
    for (size_t i = 0; i < n * m; i++) {
        if (!(fabs(c[i] - wanted[i]) <= (real)1e-4)) {
            section_stop("(%d,%d) times (%d,%d): your blocks say %.4g in row %zu, column %zu, the "
                         "plain product %.4g",
                         n, k, k, m, lab_printed(c[i]), i / m, i % m, (double)wanted[i]);
        }
    }
}

/* GFLOP/s of products of two matrices of this size. */
static double
rate(void (*product)(size_t n, size_t k, size_t m, const real *a, const real *b, real *c),
     size_t size, const real *a, const real *b, real *c, double share /* of the usual times */)
{
    if (size < long_of_itself) {
        product(size, size, size, a, b, c); /* the first one brings the numbers near */
    }
    const double start = lab_busy_seconds();
    double passed;
    size_t runs = 0;
    do {
        product(size, size, size, a, b, c);
        runs++;
        passed = lab_busy_seconds() - start;
    } while (passed < share * long_enough || (runs < least_runs && passed < share * too_long / 2));
    crash_alive();
    return 2e-9 * (double)size * (double)size * (double)size * (double)runs / passed;
}

/* How long a product will take, by the rate that a smaller one had. */
static double expected(size_t size, double gflops)
{
    return 2e-9 * (double)size * (double)size * (double)size / gflops;
}

static void print_rates(double gflops[sizes][ways])
{
    printf("     %22s", "GFLOP/s, one thread");
    for (enum way way = way_plain; way < ways; way++) {
        printf("  %12s", name[way]);
    }
    putchar('\n');
    for (size_t s = 0; s < sizes; s++) {
        printf("     %14zu x %-5zu", size_of[s], size_of[s]);
        for (enum way way = way_plain; way < ways; way++) {
            if (gflops[s][way] > 0) {
                printf("  %12.2f", gflops[s][way]);
            } else {
                printf("  %12s", "too long");
            }
        }
        putchar('\n');
    }
}

void show_blocks(void *context)
{
    struct lab *const lab = context;
    struct pcg32 generator = lab_generator(lab, stream_of_numbers);
    require_same(lab, &generator);
    const struct backend fast = fast_backend();
    void (*const product[ways])(size_t n, size_t k, size_t m, const real *a, const real *b,
                                real *c) = {matmul_forward, matmul_blocked, fast.matmul_forward};
    const real *const a = drawn(lab, &generator, largest * largest);
    const real *const b = drawn(lab, &generator, largest * largest);
    real *const c = arena_reals(&lab->model, largest * largest);
    double gflops[sizes][ways] = {{0}};
    struct message why;
    lab_require(threads_start(1, &why), &why);
    for (enum way way = way_plain; way < ways; way++) {
        for (size_t s = 0; s < sizes; s++) {
            if (s > 0 && !(expected(size_of[s], gflops[s - 1][way]) < lab_seconds(lab, too_long))) {
                break;
            }
            gflops[s][way] = rate(product[way], size_of[s], a, b, c, lab_seconds(lab, 1));
        }
    }
    lab_require(threads_start(lab->options.threads, &why), &why);
    print_rates(gflops);
    printf("     Three matrices of 256 x 256 are %d KiB. Where does the plain product fall, and "
           "how large\n"
           "     are your processor's caches (`lscpu`)?\n",
           3 * 256 * 256 * (int)sizeof(real) / 1024);
    struct trace trace = lab_trace_begin(lab, "blocks", "size plain blocked fast");
    for (size_t s = 0; s < sizes; s++) {
        real row[1 + ways] = {(real)size_of[s]};
        for (enum way way = way_plain; way < ways; way++) {
            row[1 + way] = gflops[s][way] > 0 ? (real)gflops[s][way] : REAL_NAN;
        }
        trace_row(&trace, row);
    }
    lab_trace_finish(&trace);
}
