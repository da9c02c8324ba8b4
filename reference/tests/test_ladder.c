/* The rungs of the ladder but for the one that is an exercise (test_matmul_blocked.c). */
#include "kernels/fast/threads.h"
#include "kernels/ladder/matmul_ordered.h"
#include "kernels/ladder/matmul_threaded.h"
#include "kernels/ladder/matmul_tiled.h"
#include "kernels/naive/matmul.h"
#include "tests/support.h"

#include <stdlib.h>
#include <string.h>

TestSuite(ladder, .init = test_begin, .fini = test_end);

typedef void multiplication(size_t n, size_t k, size_t m, const real *a, const real *b, real *c);

struct operands {
    size_t n, k, m;
    const real *a, *b;
    real *c, *expected; /* c is NaN: who adds to it is seen */
};

static struct operands operands(size_t n, size_t k, size_t m)
{
    struct pcg32 generator = pcg32_seed(67, n * 1000 + k * 10 + m);
    struct operands o = {n, k, m, .a = random_reals(&generator, n * k)};
    o.b = random_reals(&generator, k * m);
    o.c = arena_reals(&scratch, n * m);
    o.expected = arena_reals(&scratch, n * m);
    matmul_forward(n, k, m, o.a, o.b, o.expected);
    return o;
}

/* Sizes about those of tiles, panels and vectors of every kind, and none of them. */
static const size_t shapes[][3] = {
    {1, 1, 1},    {2, 3, 5},    {4, 4, 8},   {5, 7, 9},    {6, 1, 16},   {7, 2, 17},  {8, 8, 32},
    {9, 13, 33},  {3, 255, 15}, {6, 256, 7}, {4, 257, 31}, {1, 513, 1},  {40, 1, 64}, {17, 19, 23},
    {65, 20, 63}, {1, 30, 40},  {24, 40, 1}, {12, 300, 4}, {33, 512, 16}};

static void assert_product(multiplication *multiply, real tolerance)
{
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        const struct operands o = operands(shapes[s][0], shapes[s][1], shapes[s][2]);
        multiply(o.n, o.k, o.m, o.a, o.b, o.c);
        assert_all_near(o.n * o.m, o.c, o.expected, tolerance);
    }
}

Test(ladder, ordered_is_the_plain_product_to_the_last_bit)
{
    assert_product(matmul_ordered, 0);
}

/* Its sums are of pieces of 256: up to 512 numbers below 1, whose sum is below 40. */
Test(ladder, tiled_is_the_plain_product)
{
    assert_product(matmul_tiled, 128 * REAL_EPSILON);
}

Test(ladder, threaded_is_the_plain_product)
{
    assert_product(matmul_threaded, 128 * REAL_EPSILON);
}

/* Each array is memory of its own, exactly as large: the sanitizers see who reads or writes beside it. */
Test(ladder, tiled_stays_in_its_arrays)
{
    for (size_t n = 1; n < 10; n++) {
        for (size_t m = 1; m < 40; m += 3) {
            real *const a = calloc(n * 3, sizeof *a), *const b = calloc(3 * m, sizeof *b),
                        *const c = calloc(n * m, sizeof *c);
            matmul_tiled(n, 3, m, a, b, c);
            free(a);
            free(b);
            free(c);
        }
    }
}

Test(ladder, threaded_is_the_tiled_product_to_the_last_bit_with_any_number_of_threads)
{
    for (size_t threads = 1; threads <= 3; threads++) {
        struct message why;
        cr_assert_eq(threads_start(threads, &why), 0, "%s", why.text);
        for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
            const struct operands o = operands(shapes[s][0], shapes[s][1], shapes[s][2]);
            matmul_tiled(o.n, o.k, o.m, o.a, o.b, o.expected);
            matmul_threaded(o.n, o.k, o.m, o.a, o.b, o.c);
            cr_assert_eq(memcmp(o.c, o.expected, o.n * o.m * sizeof(real)), 0, "shape %zu", s);
            arena_reset(&scratch, 0);
        }
        threads_stop();
    }
}
