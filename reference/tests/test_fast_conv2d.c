/* The fast convolution and the poolings: each set of loops against the naive kernels, on geometries of all
 * kinds, drawn and chosen. */
#include "autograd/gradient_check.h"
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "kernels/naive/conv2d.h"
#include "kernels/pool2d.h"
#include "layers/conv2d_layer.h"
#include "layers/pool_layer.h"
#include "tests/support.h"

#include <stdio.h>
#include <string.h>

/* More room than other tests have. */
static void begin(void)
{
    struct message why;
    test_begin();
    arena_destroy(&scratch);
    cr_assert_eq(arena_create(&scratch, 1 << 27, &why), 0, "%s", why.text);
}

static void end(void)
{
    threads_stop();
    test_end();
}

TestSuite(fast_conv2d, .init = begin, .fini = end, .timeout = 120);

/* A convolution of a batch. */
struct batch {
    struct conv2d conv;
    size_t n;
};

static struct conv2d conv_of(size_t in_channels, size_t height, size_t width, size_t out_channels,
                             size_t kernel, size_t stride, size_t padding)
{
    return (struct conv2d){.in_channels = in_channels,
                           .height = height,
                           .width = width,
                           .out_channels = out_channels,
                           .kernel = kernel,
                           .stride = stride,
                           .padding = padding,
                           .out_height = conv2d_output_size(height, kernel, stride, padding),
                           .out_width = conv2d_output_size(width, kernel, stride, padding)};
}

static const char *text_of(const struct batch *batch)
{
    static char text[160];
    const struct conv2d *const conv = &batch->conv;
    snprintf(text, sizeof text,
             "x (%zu,%zu,%zu,%zu), %zu filters, kernel %zu, stride %zu, padding %zu", batch->n,
             conv->in_channels, conv->height, conv->width, conv->out_channels, conv->kernel,
             conv->stride, conv->padding);
    return text;
}

/* `most` or less, at least 1. */
static size_t up_to(struct pcg32 *generator, size_t most)
{
    return 1 + pcg32_below(generator, (uint32_t)most);
}

/* Stride 1 to 3, padding 0 to 3, kernel 1 to 7, batch 1 to 5, channels 1 to 9; any image into which the window
 * fits. */
static struct batch draw(struct pcg32 *generator)
{
    const size_t kernel = up_to(generator, 7), padding = up_to(generator, 4) - 1;
    const size_t least = kernel > 2 * padding ? kernel - 2 * padding : 1;
    return (struct batch){conv_of(up_to(generator, 9), least - 1 + up_to(generator, 9),
                                  least - 1 + up_to(generator, 9), up_to(generator, 9), kernel,
                                  up_to(generator, 3), padding),
                          up_to(generator, 5)};
}

/* --- one convolution ------------------------------------------------------------------------------- */

struct counts {
    size_t x, w, b, y;
};

static struct counts counts_of(const struct batch *batch)
{
    const struct conv2d *const conv = &batch->conv;
    return (struct counts){batch->n * conv->in_channels * conv->height * conv->width,
                           conv->out_channels * conv->in_channels * conv->kernel * conv->kernel,
                           conv->out_channels,
                           batch->n * conv->out_channels * conv->out_height * conv->out_width};
}

/* Its inputs and what stands in the gradients before. */
struct given {
    const real *x, *w, *b, *dy, *dx, *dw, *db;
};

static struct given given_of(const struct batch *batch, struct pcg32 *generator)
{
    const struct counts count = counts_of(batch);
    return (struct given){
        .x = random_reals(generator, count.x),
        .w = random_reals(generator, count.w),
        .b = random_reals(generator, count.b),
        .dy = random_reals(generator, count.y),
        .dx = random_reals(generator, count.x),
        .dw = random_reals(generator, count.w),
        .db = random_reals(generator, count.b),
    };
}

struct results {
    real *y, *dx, *dw, *db;
};

/* Every array of its exact size. Without dx nobody wants it. */
static struct results run(const struct backend *backend, const struct batch *batch,
                          const struct given *given, bool with_dx)
{
    const struct counts count = counts_of(batch);
    const size_t room = backend->conv2d_scratch(&batch->conv, batch->n);
    const struct results results = {arena_reals(&scratch, count.y),
                                    with_dx ? copy_reals(count.x, given->dx) : NULL,
                                    copy_reals(count.w, given->dw), copy_reals(count.b, given->db)};
    backend->conv2d_forward(&batch->conv, batch->n, given->x, given->w, given->b,
                            room ? arena_reals(&scratch, room) : NULL, results.y);
    backend->conv2d_backward(&batch->conv, batch->n, given->x, given->w, given->dy,
                             room ? arena_reals(&scratch, room) : NULL, results.dx, results.dw,
                             results.db);
    return results;
}

/* Sums of `terms` products of numbers below 1, in another order and with fused additions. */
static void assert_same(const char *set, const char *what, const struct batch *batch, size_t count,
                        const real *got, const real *expected, size_t terms)
{
    const char *const difference =
        first_difference(count, got, expected, REAL_EPSILON * (real)(4 + terms));
    cr_assert(!difference, "%s, %s: %s: %s", set, text_of(batch), what, difference);
}

static void assert_results(const char *set, const struct batch *batch, const struct results *got,
                           const struct results *expected)
{
    const struct counts count = counts_of(batch);
    const struct conv2d *const conv = &batch->conv;
    const size_t window = conv->kernel * conv->kernel;
    const size_t places = batch->n * conv->out_height * conv->out_width;
    assert_same(set, "y", batch, count.y, got->y, expected->y, conv->in_channels * window);
    assert_same(set, "dw", batch, count.w, got->dw, expected->dw, places);
    assert_same(set, "db", batch, count.b, got->db, expected->db, places);
    if (got->dx) {
        assert_same(set, "dx", batch, count.x, got->dx, expected->dx, conv->out_channels * window);
    }
}

static void check(const struct batch *batch, uint64_t seed)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    struct pcg32 generator = pcg32_seed(seed, 41);
    const struct given given = given_of(batch, &generator);
    const struct counts count = counts_of(batch);
    const real *const x = copy_reals(count.x, given.x), *const w = copy_reals(count.w, given.w);
    const real *const dy = copy_reals(count.y, given.dy);
    const struct results expected = run(&naive_backend, batch, &given, true);
    for (size_t set = 0; set < sets; set++) {
        const struct results got = run(here[set].loops, batch, &given, seed % 4 != 0);
        assert_results(here[set].instructions, batch, &got, &expected);
    }
    cr_assert_eq(memcmp(x, given.x, count.x * sizeof *x), 0, "%s: x changed", text_of(batch));
    cr_assert_eq(memcmp(w, given.w, count.w * sizeof *w), 0, "%s: w changed", text_of(batch));
    cr_assert_eq(memcmp(dy, given.dy, count.y * sizeof *dy), 0, "%s: dy changed", text_of(batch));
    arena_reset(&scratch, 0);
}

Test(fast_conv2d, agrees_with_the_naive_one_on_drawn_geometries)
{
    struct pcg32 generator = pcg32_seed(40, 1);
    for (uint64_t i = 0; i < 500; i++) {
        const struct batch batch = draw(&generator);
        check(&batch, i);
    }
}

/* More channels than a vector or two, rows of several tiles, lab 04's layers, a stride without a tap. */
static const size_t chosen[][8] = {
    /* n, in_channels, height, width, out_channels, kernel, stride, padding */
    {3, 1, 28, 28, 16, 3, 1, 1}, {2, 16, 14, 14, 32, 3, 1, 1}, {2, 17, 5, 31, 33, 3, 1, 1},
    {1, 40, 4, 3, 18, 3, 2, 1},  {2, 3, 9, 45, 50, 5, 2, 2},   {1, 5, 8, 22, 16, 1, 3, 0},
    {1, 2, 8, 8, 3, 2, 5, 0},    {1, 1, 1, 1, 1, 1, 1, 0},     {2, 1, 1, 1, 1, 7, 1, 3},
    {1, 33, 2, 29, 34, 2, 1, 0}, {9, 4, 6, 7, 8, 3, 1, 0},     {1, 64, 3, 3, 64, 3, 1, 1},
    {17, 3, 3, 15, 20, 3, 1, 1},
};
enum { count_of_chosen = sizeof chosen / sizeof *chosen };

static struct batch chosen_batch(size_t i)
{
    const size_t *const s = chosen[i];
    return (struct batch){conv_of(s[1], s[2], s[3], s[4], s[5], s[6], s[7]), s[0]};
}

Test(fast_conv2d, agrees_with_the_naive_one_on_chosen_geometries)
{
    for (size_t i = 0; i < count_of_chosen; i++) {
        const struct batch batch = chosen_batch(i);
        check(&batch, 1000 + i);
    }
}

Test(fast_conv2d, gives_the_same_bits_with_any_number_of_threads)
{
    const struct batch batches[] = {{conv_of(16, 14, 14, 32, 3, 1, 1), 11},
                                    {conv_of(1, 28, 28, 16, 3, 1, 1), 13},
                                    {conv_of(5, 17, 19, 7, 5, 2, 2), 18}};
    const struct backend fast = fast_backend();
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
        const struct batch *const batch = &batches[i];
        const struct counts count = counts_of(batch);
        struct message why;
        struct pcg32 generator = pcg32_seed(42, i);
        const struct given given = given_of(batch, &generator);
        const struct results one = run(&fast, batch, &given, true);
        for (size_t threads = 2; threads < 5; threads++) {
            cr_assert_eq(threads_start(threads, &why), 0, "%s", why.text);
            const struct results more = run(&fast, batch, &given, true);
            cr_assert_eq(memcmp(one.y, more.y, count.y * sizeof(real)), 0, "%zu", threads);
            cr_assert_eq(memcmp(one.dx, more.dx, count.x * sizeof(real)), 0, "%zu", threads);
            cr_assert_eq(memcmp(one.dw, more.dw, count.w * sizeof(real)), 0, "%zu", threads);
            cr_assert_eq(memcmp(one.db, more.db, count.b * sizeof(real)), 0, "%zu", threads);
        }
        threads_stop();
        arena_reset(&scratch, 0);
    }
}

/* --- pooling ---------------------------------------------------------------------------------------- */

static struct pool2d pool_of(size_t channels, size_t height, size_t width, size_t kernel,
                             size_t stride)
{
    return (struct pool2d){channels,
                           height,
                           width,
                           kernel,
                           stride,
                           (height - kernel) / stride + 1,
                           (width - kernel) / stride + 1};
}

/* Few different numbers: many windows with several that are the largest. */
static void make_ties(size_t count, real *x)
{
    for (size_t i = 0; i < count; i++) {
        x[i] = (real)((int)(x[i] * 3));
    }
}

/* y, then dx, of either pooling. */
static real *pooled(const struct backend *backend, bool max, const struct pool2d *pool, size_t n,
                    const real *x, const real *dy, const real *dx)
{
    const size_t in = n * pool->channels * pool->height * pool->width;
    const size_t out = n * pool->channels * pool->out_height * pool->out_width;
    real *const y = arena_reals(&scratch, out), *const gradient = copy_reals(in, dx);
    if (max) {
        backend->max_pool_forward(pool, n, x, y);
        backend->max_pool_backward(pool, n, x, dy, gradient);
    } else {
        backend->average_pool_forward(pool, n, x, y);
        backend->average_pool_backward(pool, n, dy, gradient);
    }
    real *const both = arena_reals(&scratch, in + out);
    memcpy(both, y, out * sizeof *y);
    memcpy(both + out, gradient, in * sizeof *y);
    return both;
}

static void check_pool(const struct pool2d *pool, size_t n, uint64_t seed)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    struct pcg32 generator = pcg32_seed(seed, 43);
    const size_t in = n * pool->channels * pool->height * pool->width;
    const size_t out = n * pool->channels * pool->out_height * pool->out_width;
    real *const x = random_reals(&generator, in);
    if (seed % 2 == 0) {
        make_ties(in, x);
    }
    const real *const dy = random_reals(&generator, out), *const dx = random_reals(&generator, in);
    for (size_t max = 0; max < 2; max++) {
        const real *const expected = pooled(&naive_backend, max, pool, n, x, dy, dx);
        for (size_t set = 0; set < sets; set++) {
            const real *const got = pooled(here[set].loops, max, pool, n, x, dy, dx);
            const real tolerance = REAL_EPSILON * (real)(max ? 4 : 4 + pool->kernel * pool->kernel);
            const char *const difference = first_difference(in + out, got, expected, tolerance);
            cr_assert(!difference, "%s, %s of (%zu,%zu,%zu,%zu), kernel %zu, stride %zu: %s",
                      here[set].instructions, max ? "max" : "average", n, pool->channels,
                      pool->height, pool->width, pool->kernel, pool->stride, difference);
        }
    }
    arena_reset(&scratch, 0);
}

Test(fast_conv2d, poolings_agree_with_the_naive_ones)
{
    struct pcg32 generator = pcg32_seed(44, 1);
    for (uint64_t i = 0; i < 200; i++) {
        const size_t kernel = up_to(&generator, 5);
        const struct pool2d pool =
            pool_of(up_to(&generator, 9), kernel - 1 + up_to(&generator, 12),
                    kernel - 1 + up_to(&generator, 40), kernel, up_to(&generator, 4));
        check_pool(&pool, up_to(&generator, 3), i);
    }
    const struct pool2d wide = pool_of(1, 5, 300, 2, 2), long_step = pool_of(2, 9, 400, 3, 5);
    check_pool(&wide, 1, 1000);
    check_pool(&long_step, 2, 1001);
}

Test(fast_conv2d, poolings_give_the_same_bits_with_any_number_of_threads)
{
    const struct pool2d pool = pool_of(16, 28, 28, 2, 2);
    const struct backend fast = fast_backend();
    struct pcg32 generator = pcg32_seed(45, 1);
    enum { n = 7, in = n * 16 * 28 * 28, out = in / 4 };
    const real *const x = random_reals(&generator, in), *const dy = random_reals(&generator, out);
    const real *const dx = random_reals(&generator, in);
    for (size_t max = 0; max < 2; max++) {
        const real *const one = pooled(&fast, max, &pool, n, x, dy, dx);
        struct message why;
        cr_assert_eq(threads_start(3, &why), 0, "%s", why.text);
        const real *const three = pooled(&fast, max, &pool, n, x, dy, dx);
        cr_assert_eq(memcmp(one, three, (in + out) * sizeof *one), 0);
        threads_stop();
    }
}

/* NaN is larger than nothing and stands where the naive kernel leaves it. */
Test(fast_conv2d, max_pooling_takes_a_nan_as_the_naive_one_does)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    const struct pool2d pool = pool_of(1, 2, 40, 2, 2);
    struct pcg32 generator = pcg32_seed(46, 1);
    real *const x = random_reals(&generator, 80), *const dy = random_reals(&generator, 20);
    x[0] = x[5] = x[46] = x[60] = REAL_NAN;
    const real *const expected = pooled(&naive_backend, true, &pool, 1, x, dy, zero_reals(80));
    for (size_t set = 0; set < sets; set++) {
        const real *const got = pooled(here[set].loops, true, &pool, 1, x, dy, zero_reals(80));
        cr_assert_eq(memcmp(got + 1, expected + 1, 99 * sizeof *got), 0, "%s",
                     here[set].instructions);
        cr_assert(got[0] != got[0], "%s", here[set].instructions);
    }
}

/* --- gradients, through the layers --------------------------------------------------------------------- */

#ifdef DESCENT_DOUBLE /* in float the step is so long that some window has another winner */

/* x, w, b; the context is the convolution. */
static struct variable *convolution(struct tape *tape, struct variable *const *input, void *context)
{
    const struct batch *const batch = context;
    struct conv2d_layer *const layer = arena_take(tape->arena, sizeof *layer);
    *layer = (struct conv2d_layer){*input[1], *input[2], batch->conv.stride, batch->conv.padding};
    return conv2d_layer_forward(tape, layer, input[0]);
}

static struct variable *largest(struct tape *tape, struct variable *const *input, void *context)
{
    return max_pool(tape, context, input[0]);
}

static struct variable *mean(struct tape *tape, struct variable *const *input, void *context)
{
    return average_pool(tape, context, input[0]);
}

static void check_gradients(struct gradient_check check)
{
    const struct backend backends[] = {naive_backend, fast_backend()};
    for (size_t i = 0; i < sizeof backends / sizeof *backends; i++) {
        check.backend = &backends[i];
        check.arena = &scratch;
        const struct gradient_finding worst = gradient_check_run(&check);
        cr_assert(gradient_check_passed(&worst), "%s: %s", backends[i].name,
                  gradient_check_text(&worst).text);
    }
}

Test(fast_conv2d, gradients_are_those_of_its_forward)
{
    struct batch batches[] = {{conv_of(3, 5, 7, 4, 3, 1, 1), 2},
                              {conv_of(2, 9, 8, 17, 4, 3, 2), 1},
                              {conv_of(1, 6, 17, 3, 5, 2, 0), 2}};
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
        const struct conv2d *const conv = &batches[i].conv;
        struct pcg32 generator = pcg32_seed(47, i);
        const struct given given = given_of(&batches[i], &generator);
        const struct shape w =
            shape_4d(conv->out_channels, conv->in_channels, conv->kernel, conv->kernel);
        const struct tensor input[] = {
            tensor_view(shape_4d(batches[i].n, conv->in_channels, conv->height, conv->width),
                        (real *)given.x),
            tensor_view(w, (real *)given.w),
            tensor_view(shape_1d(conv->out_channels), (real *)given.b)};
        check_gradients((struct gradient_check){.operation = convolution,
                                                .context = &batches[i],
                                                .inputs = 3,
                                                .input = input,
                                                .seed = i});
    }
}

Test(fast_conv2d, gradients_of_the_poolings_are_those_of_their_forward)
{
    struct pool_layer pools[] = {{2, 2}, {3, 2}, {2, 3}};
    for (size_t i = 0; i < sizeof pools / sizeof *pools; i++) {
        struct pcg32 generator = pcg32_seed(48, i);
        const struct tensor input =
            tensor_view(shape_4d(2, 3, 7, 19), random_reals(&generator, 2 * 3 * 7 * 19));
        struct gradient_check check = {
            .operation = largest, .context = &pools[i], .inputs = 1, .input = &input, .seed = i};
        check_gradients(check);
        check.operation = mean;
        check_gradients(check);
    }
}
#endif
