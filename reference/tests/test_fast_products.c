/* The fast kernels made of products and rows: each set of loops against the naive kernels, with and
 * without OpenBLAS. */
#include "kernels/fast/blas.h"
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "tests/support.h"

#include <string.h>

/* More room than other tests have, for matrices that fill several panels. */
static void begin(void)
{
    struct message why;
    test_begin();
    arena_destroy(&scratch);
    cr_assert_eq(arena_create(&scratch, 1 << 26, &why), 0, "%s", why.text);
}

static void end(void)
{
    threads_stop();
    test_end();
}

TestSuite(fast_products, .init = begin, .fini = end);

/* Three sizes: n, k, m of a product; n, in, out of a layer. Below, at and above the sizes of pieces,
 * tiles, vectors and panels in the files of fast_product*.c, odd ones, and some that OpenBLAS gets. */
static const size_t shapes[][3] = {
    {1, 1, 1},     {4, 2, 8},     {4, 8, 1},      {1, 5, 9},      {9, 1, 5},      {5, 9, 1},
    {3, 2, 7},     {7, 7, 7},     {8, 8, 8},      {9, 10, 11},    {4, 16, 16},    {16, 4, 16},
    {3, 40, 40},   {40, 3, 40},   {40, 40, 7},    {17, 31, 33},   {5, 257, 17},   {6, 513, 15},
    {1, 300, 1},   {33, 64, 40},  {65, 129, 47},  {24, 32, 32},   {64, 64, 10},   {1, 100, 130},
    {2, 130, 100}, {7, 200, 33},  {15, 64, 95},   {16, 64, 96},   {64, 2, 130},   {70, 8, 130},
    {130, 33, 1},  {100, 1, 200}, {20, 600, 300}, {70, 1000, 99}, {17, 1100, 31},
};
enum { count_of_shapes = sizeof shapes / sizeof *shapes };

/* Sums of `terms` products of numbers below 1, in another order and with fused additions. */
static real tolerance_of(size_t terms)
{
    return REAL_EPSILON * (real)(4 + terms);
}

static void assert_same(const char *set, const char *what, const size_t *s, size_t count,
                        const real *got, const real *expected, real tolerance)
{
    const char *const difference = first_difference(count, got, expected, tolerance);
    cr_assert(!difference, "%s, (%zu,%zu,%zu): %s: %s", set, s[0], s[1], s[2], what, difference);
}

static void check_matmul(const char *set, const struct backend *fast, const size_t *s)
{
    const size_t n = s[0], k = s[1], m = s[2];
    struct pcg32 generator = pcg32_seed(33, n * 10000 + k * 100 + m);
    const real *const a = random_reals(&generator, n * k), *const b =
                                                               random_reals(&generator, k * m);
    const real *const dc = random_reals(&generator, n * m);
    real *const c = arena_reals(&scratch, n * m), *const c_expected = zero_reals(n * m);
    real *const da = random_reals(&generator, n * k), *const db = random_reals(&generator, k * m);
    real *const da_expected = copy_reals(n * k, da), *const db_expected = copy_reals(k * m, db);

    fast->matmul_forward(n, k, m, a, b, c);
    naive_backend.matmul_forward(n, k, m, a, b, c_expected);
    assert_same(set, "c", s, n * m, c, c_expected, tolerance_of(k));
    fast->matmul_backward(n, k, m, a, b, dc, da, db);
    naive_backend.matmul_backward(n, k, m, a, b, dc, da_expected, db_expected);
    assert_same(set, "da", s, n * k, da, da_expected, tolerance_of(m));
    assert_same(set, "db", s, k * m, db, db_expected, tolerance_of(n));
}

static void check_linear(const char *set, const struct backend *fast, const size_t *s)
{
    const size_t n = s[0], in = s[1], out = s[2];
    struct pcg32 generator = pcg32_seed(34, n * 10000 + in * 100 + out);
    const real *const x = random_reals(&generator, n * in), *const b =
                                                                random_reals(&generator, out);
    const real *const w = random_reals(&generator, out * in);
    const real *const dy = random_reals(&generator, n * out);
    real *const y = arena_reals(&scratch, n * out), *const y_expected = zero_reals(n * out);
    real *const dx = random_reals(&generator, n * in), *const dw =
                                                           random_reals(&generator, out * in);
    real *const db = random_reals(&generator, out);
    real *const dx_expected = copy_reals(n * in, dx), *const dw_expected = copy_reals(out * in, dw);
    real *const db_expected = copy_reals(out, db);
    real *const dw_alone = copy_reals(out * in, dw), *const db_alone = copy_reals(out, db);

    fast->linear_forward(n, in, out, x, w, b, y);
    naive_backend.linear_forward(n, in, out, x, w, b, y_expected);
    assert_same(set, "y", s, n * out, y, y_expected, tolerance_of(in));
    fast->linear_backward(n, in, out, x, w, dy, dx, dw, db);
    naive_backend.linear_backward(n, in, out, x, w, dy, dx_expected, dw_expected, db_expected);
    assert_same(set, "dx", s, n * in, dx, dx_expected, tolerance_of(out));
    assert_same(set, "dw", s, out * in, dw, dw_expected, tolerance_of(n));
    assert_same(set, "db", s, out, db, db_expected, tolerance_of(n));
    fast->linear_backward(n, in, out, x, w, dy, NULL, dw_alone, db_alone);
    assert_same(set, "dw without dx", s, out * in, dw_alone, dw_expected, tolerance_of(n));
    assert_same(set, "db without dx", s, out, db_alone, db_expected, tolerance_of(n));
}

static void check_add_row(const char *set, const struct backend *fast, const size_t *s)
{
    const size_t n = s[0], m = s[1];
    struct pcg32 generator = pcg32_seed(35, n * 100 + m);
    const real *const x = random_reals(&generator, n * m), *const row = random_reals(&generator, m);
    const real *const dy = random_reals(&generator, n * m);
    real *const y = arena_reals(&scratch, n * m), *const y_expected = zero_reals(n * m);
    real *const dx = random_reals(&generator, n * m), *const drow = random_reals(&generator, m);
    real *const dx_expected = copy_reals(n * m, dx), *const drow_expected = copy_reals(m, drow);

    fast->add_row_forward(n, m, x, row, y);
    naive_backend.add_row_forward(n, m, x, row, y_expected);
    assert_same(set, "y", s, n * m, y, y_expected, 0);
    fast->add_row_backward(n, m, dy, dx, drow);
    naive_backend.add_row_backward(n, m, dy, dx_expected, drow_expected);
    assert_same(set, "dx", s, n * m, dx, dx_expected, 0);
    assert_same(set, "drow", s, m, drow, drow_expected, tolerance_of(n));
    fast->add_row_backward(n, m, dy, NULL, drow);
    fast->add_row_backward(n, m, dy, dx, NULL);
    naive_backend.add_row_backward(n, m, dy, dx_expected, drow_expected);
    assert_same(set, "dx alone", s, n * m, dx, dx_expected, 0);
    assert_same(set, "drow alone", s, m, drow, drow_expected, tolerance_of(n));
}

static void check_all(void (*check)(const char *, const struct backend *, const size_t *))
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        for (size_t i = 0; i < count_of_shapes; i++) {
            check(here[set].instructions, here[set].loops, shapes[i]);
            arena_reset(&scratch, 0);
        }
    }
}

static void load_blas(void)
{
    struct message why;
    if (blas_load(&why) != 0) {
        cr_skip_test("%s", why.text);
    }
}

Test(fast_products, matmul)
{
    check_all(check_matmul);
}

Test(fast_products, matmul_with_openblas)
{
    load_blas();
    check_all(check_matmul);
}

/* A large product by a set's loops, before and after OpenBLAS is loaded, and by OpenBLAS itself. Who
 * multiplies shows in the last places, because the terms are added in another order. */
struct three_ways {
    real *before, *after, *by_blas;
};

enum { large_n = 65, large_k = 600, large_m = 70, large_count = large_n * large_m };

static struct three_ways multiply_large(const struct backend *loops)
{
    const size_t n = large_n, k = large_k, m = large_m;
    struct pcg32 generator = pcg32_seed(40, 1);
    const real *const a = random_reals(&generator, n * k), *const b =
                                                               random_reals(&generator, k * m);
    const struct three_ways ways = {zero_reals(n * m), zero_reals(n * m), zero_reals(n * m)};
    loops->matmul_forward(n, k, m, a, b, ways.before);
    load_blas();
    loops->matmul_forward(n, k, m, a, b, ways.after);
    blas_multiply(&(struct product){.n = n, .k = k, .m = m, .a = a, .b = b, .c = ways.by_blas});
    return ways;
}

/* The last set is the one that every processor of its kind has. */
Test(fast_products, large_ones_go_to_openblas_where_that_is_faster)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    const struct three_ways ways = multiply_large(here[sets - 1].loops);
    cr_assert_arr_eq(ways.after, ways.by_blas, large_count * sizeof(real), "it was not OpenBLAS");
    if (memcmp(ways.before, ways.by_blas, large_count * sizeof(real)) == 0) {
        cr_skip_test("here both add the terms in one order");
    }
}

Test(fast_products, with_fused_multiplication_none_go_to_openblas)
{
    struct fast_loops here[fast_loops_max];
    if (fast_loops_here(here) < 2) {
        cr_skip_test("this processor has no set of instructions but its kind's");
    }
    const struct three_ways ways = multiply_large(here[0].loops);
    cr_assert_arr_eq(ways.after, ways.before, large_count * sizeof(real), "it was OpenBLAS");
}

/* All that a linear layer computes: y, dx, dw, db, one behind the other. */
static real *layer_of(const struct backend *loops, const size_t *s)
{
    const size_t n = s[0], in = s[1], out = s[2];
    struct pcg32 generator = pcg32_seed(41, n * 10000 + in * 100 + out);
    const real *const x = random_reals(&generator, n * in), *const b =
                                                                random_reals(&generator, out);
    const real *const w = random_reals(&generator, out * in);
    const real *const dy = random_reals(&generator, n * out);
    real *const y = random_reals(&generator, n * out + n * in + out * in + out);
    real *const dx = y + n * out, *const dw = dx + n * in, *const db = dw + out * in;
    loops->linear_forward(n, in, out, x, w, b, y);
    loops->linear_backward(n, in, out, x, w, dy, dx, dw, db);
    return y;
}

static void compare_threads(const char *set, const struct backend *loops, const size_t *s)
{
    const size_t count = s[0] * s[2] + s[0] * s[1] + s[2] * s[1] + s[2];
    real *one = NULL;
    for (size_t threads = 1; threads <= 3; threads++) {
        struct message why;
        cr_assert_eq(threads_start(threads, &why), 0, "%s", why.text);
        real *const got = layer_of(loops, s);
        one = one ? one : got;
        cr_assert_arr_eq(got, one, count * sizeof(real), "%s, (%zu,%zu,%zu), %zu threads", set,
                         s[0], s[1], s[2], threads);
    }
}

Test(fast_products, two_and_three_threads_give_the_bits_of_one)
{
    check_all(compare_threads);
}

/* Rows that fill more than one block of panels where A is turned. */
Test(fast_products, a_large_batch)
{
    enum { n = 270, in = 640, out = 650 };
    struct pcg32 generator = pcg32_seed(42, 1);
    const real *const x = random_reals(&generator, n * in), *const b =
                                                                random_reals(&generator, out);
    const real *const w = random_reals(&generator, out * in);
    real *const y = zero_reals(n * out), *const expected = zero_reals(n * out);
    const struct backend backend = fast_backend();
    backend.linear_forward(n, in, out, x, w, b, y);
    naive_backend.linear_forward(n, in, out, x, w, b, expected);
    assert_all_near(n * out, y, expected, tolerance_of(in));
}

Test(fast_products, linear)
{
    check_all(check_linear);
}

Test(fast_products, linear_with_openblas)
{
    load_blas();
    check_all(check_linear);
}

Test(fast_products, add_row)
{
    check_all(check_add_row);
}

/* x x: both gradients are one array, and each of them arrives. */
static void check_square(const char *set, const struct backend *fast, size_t n)
{
    struct pcg32 generator = pcg32_seed(36, n);
    const real *const x = random_reals(&generator, n * n), *const dc =
                                                               random_reals(&generator, n * n);
    real *const dx = random_reals(&generator, n * n), *const expected = copy_reals(n * n, dx);
    fast->matmul_backward(n, n, n, x, x, dc, dx, dx);
    naive_backend.matmul_backward(n, n, n, x, x, dc, expected, expected);
    assert_same(set, "dx", (const size_t[]){n, n, n}, n * n, dx, expected, tolerance_of(2 * n));
}

static void check_squares(void)
{
    static const size_t sizes[] = {1, 3, 9, 20, 35};
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            check_square(here[set].instructions, here[set].loops, sizes[i]);
        }
    }
}

Test(fast_products, gradients_may_be_one_array)
{
    check_squares();
}

Test(fast_products, gradients_may_be_one_array_with_openblas)
{
    load_blas();
    check_squares();
}

/* dx and drow of a matrix with one row, viewed as both. */
Test(fast_products, gradients_of_add_row_may_be_one_array)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        real dx[20] = {0}, dy[20];
        for (size_t i = 0; i < 20; i++) {
            dy[i] = (real)i;
        }
        here[set].loops->add_row_backward(1, 20, dy, dx, dx);
        for (size_t i = 0; i < 20; i++) {
            cr_assert_eq(dx[i], (real)(2 * i), "%s: element %zu", here[set].instructions, i);
        }
    }
}

/* A NaN in one row or column stays there: nothing that lies beside a matrix leaks in. */
Test(fast_products, a_nan_reaches_its_own_row_only)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here), n = 6, k = 20, m = 21;
    struct pcg32 generator = pcg32_seed(37, 1);
    for (size_t set = 0; set < sets; set++) {
        real *const a = random_reals(&generator, n * k), *const b = random_reals(&generator, k * m);
        real *const c = arena_reals(&scratch, n * m);
        a[4 * k + 7] = REAL_NAN;
        here[set].loops->matmul_forward(n, k, m, a, b, c);
        for (size_t i = 0; i < n * m; i++) {
            cr_assert_eq(c[i] != c[i], i / m == 4, "%s: element %zu", here[set].instructions, i);
        }
    }
}
