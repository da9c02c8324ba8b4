#include "bench/ceiling.h"

#include "base/clock.h"
#include "base/real.h"
#include "kernels/fast/processor.h"
#include "kernels/fast/threads.h"

#include <stddef.h>

/* Sums that do not wait for each other: two units of four cycles each take 8 at a time, and some more fit
 * the registers. */
enum { sums = 12, turns = 20000 };

/* Compiled with -ffp-contract=fast (reference/rules.mk): s * x + y is one instruction where there is such
 * a one. x is near 1, so that the sums stay numbers of ordinary size. The loops are the same but for the
 * vectors' length and the instruction set. */
typedef real short_vector __attribute__((vector_size(16)));
typedef real middle_vector __attribute__((vector_size(32)));
typedef real long_vector __attribute__((vector_size(64)));

static volatile real sink;

static double run_baseline(real x, real y)
{
    short_vector s[sums];
    for (size_t i = 0; i < sums; i++) { /* all different: else they are computed once for all */
        s[i] = (short_vector){0} + x * (real)i;
    }
    for (size_t turn = 0; turn < turns; turn++) {
#pragma GCC unroll 12
        for (size_t i = 0; i < sums; i++) {
            s[i] = s[i] * x + y;
        }
    }
    for (size_t i = 0; i < sums; i++) {
        sink = s[i][0];
    }
    return 2.0 * sums * turns * (sizeof *s / sizeof(real));
}

#ifdef __x86_64__
__attribute__((target("avx2,fma"))) static double run_v3(real x, real y)
{
    middle_vector s[sums];
    for (size_t i = 0; i < sums; i++) { /* all different: else they are computed once for all */
        s[i] = (middle_vector){0} + x * (real)i;
    }
    for (size_t turn = 0; turn < turns; turn++) {
#pragma GCC unroll 12
        for (size_t i = 0; i < sums; i++) {
            s[i] = s[i] * x + y;
        }
    }
    for (size_t i = 0; i < sums; i++) {
        sink = s[i][0];
    }
    return 2.0 * sums * turns * (sizeof *s / sizeof(real));
}

__attribute__((target("avx512f"))) static double run_v4(real x, real y)
{
    long_vector s[sums];
    for (size_t i = 0; i < sums; i++) { /* all different: else they are computed once for all */
        s[i] = (long_vector){0} + x * (real)i;
    }
    for (size_t turn = 0; turn < turns; turn++) {
#pragma GCC unroll 12
        for (size_t i = 0; i < sums; i++) {
            s[i] = s[i] * x + y;
        }
    }
    for (size_t i = 0; i < sums; i++) {
        sink = s[i][0];
    }
    return 2.0 * sums * turns * (sizeof *s / sizeof(real));
}
#endif

static double run(real x, real y)
{
#ifdef __x86_64__
    if (processor_has_v4()) {
        return run_v4(x, y);
    }
    if (processor_has_v3()) {
        return run_v3(x, y);
    }
#endif
    return run_baseline(x, y);
}

/* Values that the compiler does not know. */
static volatile real near_one = (real)0.999, little = (real)0.001;

double ceiling_measure(void)
{
    double best = 0;
    for (size_t i = 0; i < 50; i++) {
        const double start = clock_now(), operations = run(near_one, little);
        const double rate = operations / (clock_now() - start);
        best = rate > best ? rate : best;
    }
    return best * 1e-9;
}

static void run_canary(void *operations, size_t from, size_t to)
{
    enum { runs = 10 };
    for (size_t i = from; i < to; i++) {
        for (size_t j = 0; j < runs; j++) {
            ((double *)operations)[i] += run(near_one, little);
        }
    }
}

double ceiling_canary(void)
{
    double operations[threads_max] = {0}, sum = 0;
    const size_t count = threads_count();
    const double start = clock_now();
    threads_share(count, 1, run_canary, operations);
    const double seconds = clock_now() - start;
    for (size_t i = 0; i < count; i++) {
        sum += operations[i];
    }
    return sum / (double)count / seconds * 1e-9;
}
