#include "base/flush.h"

#include "optim/adam.h"
#include "tests/support.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

TestSuite(flush, .init = test_begin, .fini = test_end);

#ifdef DESCENT_DOUBLE
#define SMALLEST_NORMAL DBL_MIN
#else
#define SMALLEST_NORMAL FLT_MIN
#endif

/* From the bits: a comparison would take a subnormal for 0 where they are flushed. */
static bool is_subnormal(real number)
{
#ifdef DESCENT_DOUBLE
    uint64_t bits, smallest_normal = UINT64_C(1) << 52;
#else
    uint32_t bits, smallest_normal = UINT32_C(1) << 23;
#endif
    memcpy(&bits, &number, sizeof bits);
    bits = bits << 1 >> 1; /* without the sign */
    return bits != 0 && bits < smallest_normal;
}

static size_t count_subnormals(size_t count, const real *array)
{
    size_t subnormals = 0;
    for (size_t i = 0; i < count; i++) {
        subnormals += is_subnormal(array[i]);
    }
    return subnormals;
}

/* Whether the processor can is asked in the test's own process; Valgrind's cannot. */
static void flush_or_skip(void)
{
    if (!flush_subnormals()) {
        cr_skip_test("subnormal numbers cannot be flushed here");
    }
}

Test(flush, is_off_until_it_is_asked_for)
{
    cr_assert_not(subnormals_are_flushed());
}

Test(flush, works_on_x86_64_and_arm64)
{
#if defined(__x86_64__) || defined(__aarch64__)
    cr_assert(flush_subnormals() || under_valgrind());
#endif
}

Test(flush, results_and_operands)
{
    volatile real smallest = SMALLEST_NORMAL, subnormal = smallest / 2;
    cr_assert(is_subnormal(subnormal));
    flush_or_skip();
    volatile real result = smallest / 2, from_operand = subnormal * 4;
    cr_assert_not(is_subnormal(result));
    cr_assert_eq(from_operand, 0);
    cr_assert_eq(smallest, SMALLEST_NORMAL);
}

static void *ask(void *answer)
{
    *(bool *)answer = subnormals_are_flushed();
    return NULL;
}

Test(flush, threads_inherit_it)
{
    flush_or_skip();
    pthread_t thread;
    bool flushed = false;
    cr_assert_eq(pthread_create(&thread, NULL, ask, &flushed), 0);
    pthread_join(thread, NULL);
    cr_assert(flushed);
}

/* --- Adam where the gradient is always 0 ------------------------------------------------------ */

enum { coefficients = 2048 };

static const struct adam_settings usual = {
    .rate = (real)0.001, .beta1 = (real)0.9, .beta2 = (real)0.999, .epsilon = (real)1e-8};

struct adam {
    struct parameter parameter;
    real *m, *v;
};

static real *reals_of(real number)
{
    real *const array = arena_reals(&scratch, coefficients);
    for (size_t i = 0; i < coefficients; i++) {
        array[i] = number;
    }
    return array;
}

static struct adam adam_of(real gradient, real m, real v)
{
    return (struct adam){{coefficients, reals_of(1), reals_of(gradient)}, reals_of(m), reals_of(v)};
}

static void adam_steps(const struct adam *adam, size_t steps)
{
    for (size_t t = 0; t < steps; t++) {
        adam_step(&adam->parameter, &usual, 10000 + t, adam->m, adam->v);
    }
}

static size_t subnormal_moments(const struct adam *adam)
{
    return count_subnormals(coefficients, adam->m) + count_subnormals(coefficients, adam->v);
}

/* m is about to leave the normal numbers, v has just done so. */
static struct adam adam_about_to_decay(void)
{
    return adam_of(0, 4 * SMALLEST_NORMAL, SMALLEST_NORMAL);
}

Test(flush, without_it_moments_stay_subnormal_for_ever)
{
    const struct adam adam = adam_about_to_decay();
    adam_steps(&adam, 2000);
    cr_assert_eq(subnormal_moments(&adam), 2 * coefficients);
}

Test(flush, with_it_moments_reach_0)
{
    const struct adam adam = adam_about_to_decay();
    flush_or_skip();
    adam_steps(&adam, 2000);
    cr_assert_eq(subnormal_moments(&adam), 0);
    cr_assert_eq(adam.m[0], 0);
    cr_assert_eq(adam.v[0], 0);
}

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double seconds_of(const struct adam *adam)
{
    const double start = processor_seconds();
    adam_steps(adam, 20);
    return processor_seconds() - start;
}

/* Without flushing the second takes two to three times as long, and the more the better the loop is
 * vectorised. The shortest of some rounds, in turns: what else the machine does lengthens a round, it
 * shortens none. */
Test(flush, with_it_they_do_not_slow_the_update)
{
    const struct adam usual_moments = adam_of((real)0.1, (real)0.1, (real)0.01);
    const struct adam small_moments = adam_about_to_decay();
    flush_or_skip();
    adam_steps(&small_moments, 100);
    double usual_time = 1e9, small_time = 1e9;
    for (size_t round = 0; round < 9; round++) {
        const double usual_seconds = seconds_of(&usual_moments);
        const double small_seconds = seconds_of(&small_moments);
        usual_time = usual_seconds < usual_time ? usual_seconds : usual_time;
        small_time = small_seconds < small_time ? small_seconds : small_time;
    }
    cr_assert_lt(small_time, 1.5 * usual_time, "%g s beside %g s", small_time, usual_time);
}
