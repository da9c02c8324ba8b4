/* The ladder of the matrix product (kernels/ladder/README.md): how much each idea is worth.
 *
 *     make bench-ladder
 *
 * c = a b for square matrices of 64 to 1024 rows, in GFLOP/s and as share of the multiply-add ceiling
 * (ceiling.h) of as many threads. The ladder's own files are compiled for the very processor, all alike; the
 * library is as it always is. Each rung is compared with the naive one before anything is timed, at
 * these sizes and at odd ones.
 *
 * The rungs take turns, some milliseconds each; the figures are medians. Before and behind each measurement
 * runs a canary; what was measured beside a slow one, or while a thread had to wait for a processor, is
 * measured again, up to a limit.
 */
#include "base/clock.h"
#include "base/flush.h"
#include "base/pcg32.h"
#include "bench/ceiling.h"
#include "bench/measure.h"
#include "kernels/fast/blas.h"
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "kernels/ladder/matmul_blocked.h"
#include "kernels/ladder/matmul_ordered.h"
#include "kernels/ladder/matmul_threaded.h"
#include "kernels/ladder/matmul_tiled.h"
#include "kernels/naive/matmul.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <tgmath.h>
#include <unistd.h>

enum { largest = 1024 * 1024, rounds = 9, rounds_of_slow = 3, patience = 200 };

static const double round_seconds = 2e-3, slow_seconds = 0.5,
                    slow_canary = 0.9 /* of the ceiling */;

/* From the start of a line of the cache: vectors that lie across two of them are slower. */
static _Alignas(64) real a[largest], b[largest], c[largest];
static real expected[largest];
static struct backend fast;
static double ceiling;             /* GFLOP/s of a thread */
static size_t measured, disturbed; /* measurements; those that were not alone */

static _Noreturn void stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

/* --- the rungs --------------------------------------------------------------------------------- */

static void multiply_by_blas(size_t n, size_t k, size_t m, const real *x, const real *w, real *y)
{
    blas_multiply(&(struct product){.n = n, .k = k, .m = m, .a = x, .b = w, .c = y});
}

static void multiply_by_library(size_t n, size_t k, size_t m, const real *x, const real *w, real *y)
{
    fast.matmul_forward(n, k, m, x, w, y);
}

struct rung {
    const char *name, *idea;
    void (*multiply)(size_t n, size_t k, size_t m, const real *a, const real *b, real *c);
    bool threaded; /* on all processors */
};

static const struct rung rungs[] = {
    {"naive", "the formula", matmul_forward, false},
    {"ordered", "the innermost loop along rows", matmul_ordered, false},
    {"blocked", "a block of b stays in the cache", matmul_blocked, false},
    {"tiled", "a tile of c stays in registers", matmul_tiled, false},
    {"threaded", "rows are shared by threads", matmul_threaded, true},
    {"OpenBLAS", "the same, in assembly", multiply_by_blas, false},
    {"library", "fast_multiply: a way for each shape", multiply_by_library, false},
    {"library", "", multiply_by_library, true},
};
static const size_t sizes[] = {64, 256, 512, 1024};
enum { rung_count = sizeof rungs / sizeof *rungs, size_count = sizeof sizes / sizeof *sizes };

static size_t processors(void)
{
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > threads_max ? threads_max : (size_t)count;
}

static void use_threads(const struct rung *rung)
{
    struct message why;
    const size_t wanted = rung->threaded ? processors() : 1;
    if (threads_count() != wanted && threads_start(wanted, &why) != 0) {
        stop("%s", why.text);
    }
}

static bool is_there(const struct rung *rung)
{
    struct message why;
    return rung->multiply != multiply_by_blas || blas_load(&why) == 0;
}

/* --- right before fast ------------------------------------------------------------------------- */

/* Ends the program unless the rung multiplies as the naive one. Sums of k products of numbers below 1. */
static void require_right(const struct rung *rung, size_t n, size_t k, size_t m)
{
    const real tolerance = 8 * REAL_EPSILON * (real)k;
    memset(c, 0xff, n * m * sizeof *c); /* NaN */
    use_threads(rung);
    rung->multiply(n, k, m, a, b, c);
    for (size_t i = 0; i < n * m; i++) {
        if (!(fabs(c[i] - expected[i]) <= tolerance)) {
            stop("%s: (%zu,%zu) (%zu,%zu): c[%zu][%zu] is %g, naive's is %g: not timed", rung->name,
                 n, k, k, m, i / m, i % m, (double)c[i], (double)expected[i]);
        }
    }
}

static void require_all_right(size_t n, size_t k, size_t m)
{
    matmul_forward(n, k, m, a, b, expected);
    for (size_t r = 1; r < rung_count; r++) {
        if (is_there(&rungs[r])) {
            require_right(&rungs[r], n, k, m);
        }
    }
}

/* --- measuring --------------------------------------------------------------------------------- */

/* What a rung has shown at one size. */
struct figures {
    size_t repeats;        /* multiplications in a round */
    size_t wanted, rounds; /* that count */
    size_t disturbed;      /* of these */
    double rate[rounds];   /* GFLOP/s */
};

static double seconds_of(const struct rung *rung, size_t size, size_t repeats)
{
    const double start = clock_now();
    for (size_t i = 0; i < repeats; i++) {
        rung->multiply(size, size, size, a, b, c);
    }
    return clock_now() - start;
}

static struct figures prepare(const struct rung *rung, size_t size)
{
    use_threads(rung);
    seconds_of(rung, size, 1);
    const double seconds = seconds_of(rung, size, 1);
    return (struct figures){.repeats = (size_t)(round_seconds / seconds) + 1,
                            .wanted = seconds > slow_seconds ? rounds_of_slow : rounds};
}

/* How often the system has taken a processor from one of the threads. */
static long interruptions(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_nivcsw;
}

/* Measures once more, unless there is enough. Of a disturbed round nothing counts while there is patience;
 * one that takes seconds is disturbed a little, always. */
static void measure(const struct rung *rung, size_t size, bool patient, struct figures *figures)
{
    if (figures->rounds == figures->wanted) {
        return;
    }
    use_threads(rung);
    const long before = interruptions();
    const double canary = ceiling_canary();
    const double seconds = seconds_of(rung, size, figures->repeats);
    const bool quiet =
        fmin(canary, ceiling_canary()) > slow_canary * ceiling && interruptions() == before;
    measured++;
    disturbed += !quiet;
    if (quiet || !patient || figures->wanted == rounds_of_slow) {
        const double operations = 2 * pow((double)size, 3) * (double)figures->repeats;
        figures->rate[figures->rounds] = operations / seconds * 1e-9;
        figures->rounds++;
        figures->disturbed += !quiet;
    }
}

/* What the table shows of a rung at a size. */
struct cell {
    double rate;    /* GFLOP/s, 0 where the rung is not there */
    bool disturbed; /* in most of its rounds */
};

static struct cell cell_of(struct figures *figures)
{
    if (figures->rounds == 0) {
        return (struct cell){0};
    }
    return (struct cell){.rate = median(figures->rate, figures->rounds),
                         .disturbed = 2 * figures->disturbed > figures->rounds};
}

static void measure_all(size_t size, struct cell cell[rung_count])
{
    struct figures figures[rung_count] = {0};
    for (size_t r = 0; r < rung_count; r++) {
        if (is_there(&rungs[r])) {
            figures[r] = prepare(&rungs[r], size);
        }
    }
    for (size_t round = 0; round < patience + rounds; round++) {
        for (size_t r = 0; r < rung_count; r++) {
            measure(&rungs[r], size, round < patience, &figures[r]);
        }
    }
    for (size_t r = 0; r < rung_count; r++) {
        cell[r] = cell_of(&figures[r]);
    }
}

/* --- the table --------------------------------------------------------------------------------- */

static void print_table(struct cell cell[size_count][rung_count])
{
    printf("%-9s %-36s %7s", "rung", "its idea", "threads");
    for (size_t s = 0; s < size_count; s++) {
        printf("%9zu       ", sizes[s]);
    }
    for (size_t r = 0; r < rung_count; r++) {
        if (cell[0][r].rate <= 0) {
            continue;
        }
        const size_t threads = rungs[r].threaded ? processors() : 1;
        printf("\n%-9s %-36s %7zu", rungs[r].name, rungs[r].idea, threads);
        for (size_t s = 0; s < size_count; s++) {
            const struct cell *const here = &cell[s][r];
            printf("%9.1f %3.0f %%%c", here->rate, 100 * here->rate / (ceiling * (double)threads),
                   here->disturbed ? '~' : ' ');
        }
    }
    printf("\n");
}

int main(void)
{
    static const size_t odd[][3] = {{1, 1, 1}, {17, 19, 23}, {65, 257, 33}, {7, 300, 130}};
    static struct cell cell[size_count][rung_count];
    struct pcg32 generator = pcg32_seed(1, 1);
    flush_subnormals();
    for (size_t i = 0; i < largest; i++) {
        a[i] = pcg32_uniform(&generator, -1, 1);
        b[i] = pcg32_uniform(&generator, -1, 1);
    }
    fast = fast_backend();
    struct message why;
    const bool has_blas = blas_load(&why) == 0;
    ceiling = ceiling_measure();
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        require_all_right(odd[i][0], odd[i][1], odd[i][2]);
    }
    printf("c = a b, " REAL_NAME
           ", square: GFLOP/s and share of the ceiling, %.0f GFLOP/s a thread\n",
           ceiling);
    for (size_t s = 0; s < size_count; s++) {
        require_all_right(sizes[s], sizes[s], sizes[s]);
        measure_all(sizes[s], cell[s]);
    }
    print_table(cell);
    printf("%s; %zu of %zu measurements were disturbed, ~: most of those that count\n",
           has_blas ? blas_describe().text : why.text, disturbed, measured);
    threads_stop();
    return 0;
}
