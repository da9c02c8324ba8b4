#include "kernels/fast/blas.h"
#include "kernels/fast/processor.h"
#include "tests/support.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* The environment of whoever runs the tests is not theirs. */
static void begin(void)
{
    test_begin();
    unsetenv("OPENBLAS_CORETYPE");
    unsetenv("OPENBLAS_NUM_THREADS");
}

TestSuite(fast_blas, .init = begin, .fini = test_end);

static void load(void)
{
    struct message why;
    if (blas_load(&why) != 0) {
        cr_skip_test("%s", why.text);
    }
}

/* The formula: c[i][j] (+)= sum over l of A[i][l] B[l][j]. */
static void multiply_by_formula(const struct product *p)
{
    for (size_t i = 0; i < p->n; i++) {
        for (size_t j = 0; j < p->m; j++) {
            real sum = p->add ? p->c[i * p->m + j] : 0;
            for (size_t l = 0; l < p->k; l++) {
                const real a = p->a_transposed ? p->a[l * p->n + i] : p->a[i * p->k + l];
                const real b = p->b_transposed ? p->b[j * p->k + l] : p->b[l * p->m + j];
                sum += a * b;
            }
            p->c[i * p->m + j] = sum;
        }
    }
}

static const size_t shapes[][3] = {{1, 1, 1}, {2, 3, 5}, {1, 7, 4},
                                   {6, 1, 3}, {5, 4, 1}, {33, 65, 17}};

Test(fast_blas, multiplies_each_way)
{
    load();
    struct pcg32 generator = pcg32_seed(38, 1);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const size_t n = shapes[i][0], k = shapes[i][1], m = shapes[i][2];
        for (unsigned way = 0; way < 8; way++) {
            struct product product = {.n = n, .k = k, .m = m};
            product.a = random_reals(&generator, n * k);
            product.b = random_reals(&generator, k * m);
            product.c = random_reals(&generator, n * m);
            product.a_transposed = way & 1;
            product.b_transposed = way & 2;
            product.add = way & 4;
            struct product expected = product;
            expected.c = copy_reals(n * m, product.c);
            cr_assert(blas_multiply(&product));
            multiply_by_formula(&expected);
            const char *const difference =
                first_difference(n * m, product.c, expected.c, REAL_EPSILON * (real)(4 + k));
            cr_assert(!difference, "(%zu,%zu,%zu), way %u: %s", n, k, m, way, difference);
        }
    }
}

Test(fast_blas, reads_nothing_of_a_c_that_it_overwrites)
{
    load();
    const real a[] = {1, 2}, b[] = {3, 4};
    real c[] = {REAL_NAN};
    const struct product product = {.n = 1, .k = 2, .m = 1, .a = a, .b = b, .c = c};
    cr_assert(blas_multiply(&product));
    cr_assert_eq(c[0], 11);
}

Test(fast_blas, does_nothing_before_it_is_loaded)
{
    const real one = 1;
    real c = 5;
    const struct product product = {.n = 1, .k = 1, .m = 1, .a = &one, .b = &one, .c = &c};
    cr_assert_not(blas_multiply(&product));
    cr_assert_eq(c, 5);
    cr_assert_str_eq(blas_describe().text, "no OpenBLAS");
}

Test(fast_blas, leaves_sizes_beyond_an_int_to_others)
{
    load();
    const size_t large = (size_t)INT_MAX + 1;
    const struct product wide = {.n = 1, .k = 1, .m = large}, high = {.n = large, .k = 1, .m = 1};
    const struct product deep = {.n = 1, .k = large, .m = 1};
    cr_assert_not(blas_multiply(&wide));
    cr_assert_not(blas_multiply(&high));
    cr_assert_not(blas_multiply(&deep));
}

Test(fast_blas, says_what_runs)
{
    load();
    const struct message what = blas_describe();
    cr_assert_eq(strncmp(what.text, "OpenBLAS ", 9), 0, "%s", what.text);
    cr_assert_not_null(strstr(what.text, ", threads: 1"), "%s", what.text);
    const char *const core = processor_has_v4() ? "for SkylakeX," : "for Haswell,";
    if (processor_has_v3()) {
        cr_assert_not_null(strstr(what.text, core), "%s", what.text);
    }
}

Test(fast_blas, leaves_the_choice_to_whoever_made_one)
{
    setenv("OPENBLAS_CORETYPE", "Haswell", 1);
    setenv("OPENBLAS_NUM_THREADS", "2", 1);
    load();
    const struct message what = blas_describe();
    if (processor_has_v3()) {
        cr_assert_not_null(strstr(what.text, "for Haswell, threads: "), "%s", what.text);
    }
    cr_assert_str_eq(getenv("OPENBLAS_NUM_THREADS"), "2");
}

Test(fast_blas, the_example_of_the_header)
{
    struct message why;
    if (blas_load(&why) != 0) {
        fprintf(stderr, "%s\n", why.text);
    }
}

Test(fast_blas, may_be_loaded_twice)
{
    load();
    const struct message what = blas_describe();
    struct message why;
    cr_assert_eq(blas_load(&why), 0);
    cr_assert_str_eq(blas_describe().text, what.text);
}

/* A library that cannot be opened: here no file can. */
Test(fast_blas, says_why_it_cannot_be_loaded)
{
    struct rlimit files;
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &files), 0);
    const struct rlimit none = {0, files.rlim_max};
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
    struct message why;
    const int status = blas_load(&why);
    setrlimit(RLIMIT_NOFILE, &files);
    cr_assert_eq(status, -1);
    cr_assert_eq(strncmp(why.text, "no OpenBLAS: libopenblas.so.0: ", 31), 0, "%s", why.text);
    cr_assert_str_eq(blas_describe().text, "no OpenBLAS");
}
