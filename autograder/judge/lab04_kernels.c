/* 4.12 to 4.15: kernels, run by the emulator in the worker.
 *
 * Both workers compute with floats, and sums may be made in another order: values agree to 1e-5. Each case is run
 * in three orders of threads and blocks: ascending, descending, shuffled. What the emulator reports is a fault by
 * itself, whatever the numbers are (judge/reported.h).
 */
#include "judge/lab04.h"
#include "judge/reported.h"

#include <tgmath.h>

static const char handout[] = "the handout's numbers";
static const real float_tolerance = (real)1e-5;

/* --- 4.12 ------------------------------------------------------------------------------------- */

static void give_step(struct bundle *request, real rate)
{
    give_number(request, "rate", rate);
    may_change(request, "value");
}

void check_kernel_step(struct check *check)
{
    static const struct {
        size_t count, threads;
    } launches[] = {{1, 32},   {32, 32},   {33, 32},   {64, 32},    {3, 64},   {65, 64},
                    {100, 32}, {256, 256}, {257, 256}, {1000, 256}, {1001, 64}};
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "value", shape_1d(5), (const real[]){1, 2, 3, 4, 5});
    give(&hand, "gradient", shape_1d(5), (const real[]){2, 4, -2, 0, 1});
    give_step(&hand, (real)0.5);
    give_number(&hand, "blockDim", 32);
    check_values_in_orders(check, &hand, float_tolerance);
    for (size_t i = 0; i < sizeof launches / sizeof *launches; i++) {
        struct bundle request = check_case(check, "%zu elements, blocks of %zu threads",
                                           launches[i].count, launches[i].threads);
        give_random(check, &request, "value", shape_1d(launches[i].count));
        give_random(check, &request, "gradient", shape_1d(launches[i].count));
        give_step(&request, pcg32_uniform(&check->generator, 0, 1));
        give_number(&request, "blockDim", (real)launches[i].threads);
        check_values_in_orders(check, &request, float_tolerance);
    }
}

/* --- 4.13 ------------------------------------------------------------------------------------- */

/* Rows that lie around this number: far from 0, exp overflows or gives 0 unless the largest is taken off. */
static void give_rows(struct check *check, struct bundle *request, size_t rows, size_t columns,
                      real around)
{
    give_random(check, request, "x", shape_2d(rows, columns));
    struct frame *const x = bundle_find(request, "x");
    for (size_t i = 0; i < x->count; i++) {
        x->data[i] = around + 2 * x->data[i];
    }
}

void check_kernel_softmax(struct check *check)
{
    static const struct {
        size_t rows, columns, threads;
        real around;
    } launches[] = {{1, 1, 32, 0},      {1, 32, 32, 0},   {1, 10, 32, -300}, {2, 10, 32, 300},
                    {3, 33, 64, 0},     {5, 31, 64, -20}, {4, 64, 128, 0},   {5, 100, 128, 300},
                    {9, 40, 128, -300}, {3, 10, 256, 0}};
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_2d(2, 3), (const real[]){1, 2, 3, 1001, 1002, 1003});
    give_number(&hand, "blockDim", 32);
    check_values_in_orders(check, &hand, float_tolerance);
    for (size_t i = 0; i < sizeof launches / sizeof *launches; i++) {
        struct bundle request =
            check_case(check, "%zu rows of %zu, %zu warps a block", launches[i].rows,
                       launches[i].columns, launches[i].threads / 32);
        give_rows(check, &request, launches[i].rows, launches[i].columns, launches[i].around);
        give_number(&request, "blockDim", (real)launches[i].threads);
        check_values_in_orders(check, &request, float_tolerance);
    }
}

/* --- 4.14 ------------------------------------------------------------------------------------- */

/* The bytes that may be read, as a share of what a thread an element reads: 2 size numbers of 4 bytes. */
enum { byte_share = 12 };

static real plain_bytes(size_t size)
{
    return (real)(size * size * 2 * size * sizeof(float));
}

/* The next number of a matrix that the worker draws as well. */
static real next_number(struct pcg32 *generator)
{
    return (real)(float)pcg32_uniform(generator, -2, 2);
}

/* out = matrix in, of numbers as they are drawn. */
static void draw_and_apply(struct pcg32 *generator, size_t size, const real *in /* (size) */,
                           real *out /* (size) */)
{
    for (size_t i = 0; i < size; i++) {
        out[i] = 0;
        for (size_t j = 0; j < size; j++) {
            out[i] += next_number(generator) * in[j];
        }
    }
}

/* Whether c = a b, by c v = a (b v) for a random v, which no element that is wrong leaves as it should be (Freivalds,
 * "Probabilistic machines can use less running time", 1977). Rounding to floats moves it by some 1e-3 at most. */
static bool is_product(struct check *check, const struct frame *c, size_t size, size_t seed)
{
    real v[size], bv[size], abv[size], unused[size];
    for (size_t i = 0; i < size; i++) {
        v[i] = pcg32_uniform(&check->generator, (real)0.5, 1);
    }
    struct pcg32 of_a = pcg32_seed(seed, 1), of_b = of_a;
    draw_and_apply(&of_b, size, v, unused); /* a's numbers come first */
    draw_and_apply(&of_b, size, v, bv);
    draw_and_apply(&of_a, size, bv, abv);
    bool holds = c && c->count == size * size;
    for (size_t i = 0; i < size && holds; i++) {
        real cv = 0;
        for (size_t j = 0; j < size; j++) {
            cv += c->data[i * size + j] * v[j];
        }
        holds = fabs(cv - abv[i]) <= (real)0.05;
    }
    return holds;
}

/* Asks for the product of two matrices of this size, and whether it `counts`, for the bytes that it reads. */
static void check_bytes_of(struct check *check, size_t size, bool counts)
{
    enum { seed = 1 };
    struct bundle request = check_case_of(check, 'b', "bytes read"), got;
    give_number(&request, "size", (real)size);
    give_number(&request, "seed", seed);
    if (check_ask(check, &request, &got)) {
        const real read = number_in(&got, "read"), plain = plain_bytes(size);
        const bool few = read > 0 && read * byte_share <= plain;
        if (!reported(check, &request, &got)) {
            check_that(check, is_product(check, bundle_find(&got, "c"), size, seed), "c", &request,
                       "Where its bytes are counted, for two matrices of %zu x %zu, the product is "
                       "wrong.",
                       size, size);
            check_that(check, few || !counts, "bytes", &request,
                       "For two matrices of %zu x %zu it reads %.1f million bytes of global "
                       "memory; at most %.1f are allowed, a twelfth of the plain kernel's %.1f.",
                       size, size, (double)read / 1e6, (double)plain / byte_share / 1e6,
                       (double)plain / 1e6);
        }
        bundle_free(&got);
    }
    bundle_free(&request);
}

/* The product of two (256,256) matrices may read a twelfth of the plain kernel's bytes. A count without the product is
 * worth nothing. What else is wrong shows at a smaller size as well, where it takes less time: a race is one at millions
 * of accesses. To tell a known mistake's kernel that size will do. */
static void check_bytes(struct check *check)
{
    enum { small = 64, size = 256 };
    const bool of_mistake = check->cases == cases_without_convergence;
    check_bytes_of(check, small, of_mistake);
    if (check_part_passed(check, "few bytes") && !of_mistake) {
        check_bytes_of(check, size, check->cases != cases_on_gpu);
    }
}

void check_kernel_product(struct check *check)
{
    static const struct {
        size_t n, k, m;
    } products[] = {{1, 1, 1},    {2, 3, 5},    {16, 16, 16}, {17, 1, 1},   {1, 17, 1},  {1, 1, 17},
                    {15, 16, 17}, {16, 48, 16}, {17, 19, 18}, {33, 16, 20}, {20, 40, 33}};
    check_section(check, "right numbers", "matmul_tiled_kernel");
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "a", shape_2d(2, 3), (const real[]){1, 2, 3, 4, 5, 6});
    give(&hand, "b", shape_2d(3, 2), (const real[]){1, 0, 2, 1, 0, 3});
    check_values_in_orders(check, &hand, float_tolerance);
    for (size_t i = 0; i < sizeof products / sizeof *products; i++) {
        struct bundle request = check_case(check, "random numbers");
        give_random(check, &request, "a", shape_2d(products[i].n, products[i].k));
        give_random(check, &request, "b", shape_2d(products[i].k, products[i].m));
        check_values_in_orders(check, &request, float_tolerance);
    }
    check_section(check, "few bytes", "matmul_tiled_kernel");
    check_bytes(check);
}

/* --- 4.15 ------------------------------------------------------------------------------------- */

static void give_image(struct bundle *request, const struct conv_shape *s, size_t threads)
{
    give_number(request, "kernel", (real)s->kernel);
    give_windows(request, s);
    give_number(request, "blockDim", (real)threads);
}

void check_kernel_im2col(struct check *check)
{
    static const struct conv_shape hand_shape = {1, 1, 3, 4, 1, 2, 1, 0, 2, 3};
    static const real pixels[12] = {1, 2, 0, 3, 3, 1, 2, 1, 0, 1, 4, 2};
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_3d(1, 3, 4), pixels);
    give_image(&hand, &hand_shape, 32);
    check_values_in_orders(check, &hand, float_tolerance);
    for (size_t i = 0; i < conv_shape_count; i++) {
        const struct conv_shape *const s = &conv_shapes[i];
        const size_t threads = i % 3 == 0 ? 32 : i % 3 == 1 ? 64 : 256;
        struct bundle request = check_case(check, "random numbers, blocks of %zu threads", threads);
        give_random(check, &request, "x", shape_3d(s->in, s->height, s->width));
        give_image(&request, s, threads);
        check_values_in_orders(check, &request, float_tolerance);
    }
}
