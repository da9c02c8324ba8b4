/* Convolutions by layer: the formula, im2col with a fast product, and the fast kernels.
 *
 *     make bench-convolution
 *     build/bench/convolution [THREADS]
 *
 * Lab 04's two layers, a batch of 64, forward and backward (the first layer's images want no gradient). Each way is
 * compared with the formula before it is timed. GFLOP/s of the fastest round, every multiplication and addition
 * of the formula counted, and the share of the best matrix product's rate in the same run: others can only slow
 * a loop down. im2col works image by image, both with our product and with OpenBLAS's.
 *
 * The second table is of whole blocks, convolution, ReLU and max-pooling: three kernels and one. There the operations
 * are the convolution's still; what a kernel leaves out counts as done.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/flush.h"
#include "base/pcg32.h"
#include "bench/ceiling.h"
#include "bench/product_rates.h"
#include "kernels/conv_relu_pool.h"
#include "kernels/fast/blas.h"
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "kernels/naive/conv2d_product.h"
#include "kernels/naive/im2col.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

enum { n = 64, most_rounds = 40 };

static const double seconds_for_each = 0.3; /* of rounds, but two at least */

/* A layer with all that goes in and comes out, and the kernels that it is computed with. */
struct layer {
    const char *name;
    struct conv2d conv;
    bool wants_dx;
    size_t in, taps, out; /* numbers of x, w and y */
    struct backend backend;
    real *x, *w, *b, *y, *dy, *dx, *dw, *db;
    real *columns, *dcolumns; /* of one image */
    real *scratch;
};

static struct backend fast;
static struct arena arena;

static void require(int status, const struct message *why)
{
    if (status != 0) {
        fprintf(stderr, "bench: %s\n", why->text);
        exit(1);
    }
}

/* --- three ways ------------------------------------------------------------------------------------- */

static void forward_by_table(struct layer *l)
{
    l->backend.conv2d_forward(&l->conv, n, l->x, l->w, l->b, l->scratch, l->y);
}

static void backward_by_table(struct layer *l)
{
    l->backend.conv2d_backward(&l->conv, n, l->x, l->w, l->dy, l->scratch,
                               l->wants_dx ? l->dx : NULL, l->dw, l->db);
}

static void multiply_by_blas(size_t rows, size_t k, size_t m, const real *a, const real *b, real *c)
{
    blas_multiply(&(struct product){.n = rows, .k = k, .m = m, .a = a, .b = b, .c = c});
}

static void forward_by_columns(struct layer *l)
{
    conv2d_product_forward(&l->conv, n, l->x, l->w, l->b, l->backend.matmul_forward, l->columns,
                           l->y);
}

/* dw += dy columns^T; where it is wanted, dcolumns = w^T dy, and its numbers go back to their pixels. */
static void backward_by_columns(struct layer *l)
{
    const struct conv2d *const c = &l->conv;
    const size_t taps = c->in_channels * c->kernel * c->kernel;
    const size_t places = c->out_height * c->out_width, pixels = l->in / n;
    for (size_t i = 0; i < n; i++) {
        const real *const dy = l->dy + i * c->out_channels * places;
        im2col(c, l->x + i * pixels, l->columns);
        memset(l->dcolumns, 0, taps * places * sizeof(real));
        l->backend.matmul_backward(c->out_channels, taps, places, l->w, l->columns, dy, l->dw,
                                   l->dcolumns);
        if (l->wants_dx) {
            col2im(c, l->dcolumns, l->dx + i * pixels);
        }
    }
    conv2d_backward_b(c, n, l->dy, l->db);
}

/* As matmul_backward, by OpenBLAS. */
static void backward_by_blas(size_t rows, size_t k, size_t m, const real *a, const real *b,
                             const real *dc, real *da, real *db)
{
    blas_multiply(&(struct product){
        .n = rows, .k = m, .m = k, .a = dc, .b = b, .b_transposed = true, .c = da, .add = true});
    blas_multiply(&(struct product){
        .n = k, .k = rows, .m = m, .a = a, .a_transposed = true, .b = dc, .c = db, .add = true});
}

struct way {
    const char *name;
    void (*forward)(struct layer *layer), (*backward)(struct layer *layer);
    struct backend backend;
};

/* --- layers ---------------------------------------------------------------------------------------- */

static real *numbers(struct pcg32 *generator, size_t count)
{
    real *const array = arena_reals(&arena, count);
    for (size_t i = 0; i < count; i++) {
        array[i] = pcg32_uniform(generator, -1, 1);
    }
    return array;
}

static struct layer layer_of(const char *name, size_t in_channels, size_t side, size_t filters,
                             bool wants_dx)
{
    struct pcg32 generator = pcg32_seed(8, filters);
    struct layer l = {.name = name,
                      .conv = {.in_channels = in_channels,
                               .height = side,
                               .width = side,
                               .out_channels = filters,
                               .kernel = 3,
                               .stride = 1,
                               .padding = 1,
                               .out_height = side,
                               .out_width = side},
                      .wants_dx = wants_dx};
    l.in = n * in_channels * side * side;
    l.taps = filters * in_channels * 9;
    l.out = n * filters * side * side;
    l.x = numbers(&generator, l.in);
    l.w = numbers(&generator, l.taps);
    l.b = numbers(&generator, filters);
    l.y = numbers(&generator, l.out);
    l.dy = numbers(&generator, l.out);
    l.dx = numbers(&generator, l.in);
    l.dw = numbers(&generator, l.taps);
    l.db = numbers(&generator, filters);
    l.columns = numbers(&generator, in_channels * 9 * side * side);
    l.dcolumns = numbers(&generator, in_channels * 9 * side * side);
    const size_t scratch = fast.conv2d_scratch(&l.conv, n);
    l.scratch = scratch > 0 ? arena_reals(&arena, scratch) : NULL;
    return l;
}

/* Forward, and backward into gradients of 0. */
static void run_once(const struct way *way, struct layer *l)
{
    l->backend = way->backend;
    memset(l->dx, 0, l->in * sizeof(real));
    memset(l->dw, 0, l->taps * sizeof(real));
    memset(l->db, 0, l->conv.out_channels * sizeof(real));
    way->forward(l);
    way->backward(l);
}

static void require_near(const struct way *way, const struct layer *l, const char *what,
                         size_t count, const real *got, const real *expected)
{
    real apart = 0, largest = 0;
    for (size_t i = 0; i < count; i++) {
        apart = fmax(apart, fabs(got[i] - expected[i]));
        largest = fmax(largest, fabs(expected[i]));
    }
    if (!(apart <= (real)1e-4 * largest)) {
        fprintf(stderr, "bench: %s, %s: %s is %g off, the largest is %g: not timed\n", way->name,
                l->name, what, (double)apart, (double)largest);
        exit(1);
    }
}

/* Ends the program unless the way computes what the formula does. */
static void require_right(const struct way *formula, const struct way *way, struct layer *l)
{
    run_once(formula, l);
    real *const expected[] = {numbers(&(struct pcg32){0}, l->out),
                              numbers(&(struct pcg32){0}, l->in),
                              numbers(&(struct pcg32){0}, l->taps)};
    memcpy(expected[0], l->y, l->out * sizeof(real));
    memcpy(expected[1], l->dx, l->in * sizeof(real));
    memcpy(expected[2], l->dw, l->taps * sizeof(real));
    run_once(way, l);
    require_near(way, l, "y", l->out, l->y, expected[0]);
    require_near(way, l, "dx", l->in, l->dx, expected[1]);
    require_near(way, l, "dw", l->taps, l->dw, expected[2]);
}

/* --- the table ------------------------------------------------------------------------------------- */

static double seconds_of(void (*run)(struct layer *), struct layer *l)
{
    double fastest = 1e9;
    run(l);
    const double begin = clock_now();
    for (size_t round = 0; round < most_rounds; round++) {
        const double start = clock_now();
        run(l);
        fastest = fmin(fastest, clock_now() - start);
        if (round > 0 && clock_now() - begin > seconds_for_each) {
            break;
        }
    }
    return fastest;
}

static void print_rate(double operations, double seconds, double best)
{
    const double rate = operations / seconds * 1e-9;
    printf(" %9.0f us %6.1f %3.0f %%", seconds * 1e6, rate, 100 * rate / best);
}

static void print_row(const struct way *way, struct layer *l, double best)
{
    const double forward = 2. * (double)l->taps * (double)(l->out / l->conv.out_channels);
    l->backend = way->backend;
    printf("%-16s %-22s", l->name, way->name);
    print_rate(forward, seconds_of(way->forward, l), best);
    print_rate(l->wants_dx ? 2 * forward : forward, seconds_of(way->backward, l), best);
    puts("");
}

static void print_head(const char *what, size_t threads)
{
    printf("\n%s, a batch of 64, %zu thread%s; GFLOP/s, and the share of the best product's\n"
           "%-16s %-22s %24s %24s\n",
           what, threads, threads == 1 ? "" : "s", "", "", "forward        ", "backward       ");
}

/* --- blocks ----------------------------------------------------------------------------------------- */

/* Convolution, ReLU, max-pooling by 2: the pooled output and its gradient are the layer's y and dy, of which
 * they take a quarter. */
static struct {
    struct conv_relu_pool geometry;
    real *before, *dbefore, *after,
        *dafter; /* the convolution's output, the ReLU's, and gradients */
    void *kept;
    real *scratch;
} block;

static void begin_block(const struct layer *l)
{
    const struct conv2d *const c = &l->conv;
    struct pcg32 generator = pcg32_seed(9, l->out);
    block.geometry = (struct conv_relu_pool){.conv = *c,
                                             .pool = {.channels = c->out_channels,
                                                      .height = c->out_height,
                                                      .width = c->out_width,
                                                      .kernel = 2,
                                                      .stride = 2,
                                                      .out_height = c->out_height / 2,
                                                      .out_width = c->out_width / 2}};
    block.before = numbers(&generator, l->out);
    block.after = numbers(&generator, l->out);
    block.dbefore = numbers(&generator, l->out);
    block.dafter = numbers(&generator, l->out);
    block.kept = arena_take(&arena, fast.conv_relu_pool->kept(&block.geometry, n));
    block.scratch = arena_reals(&arena, fast.conv_relu_pool->scratch(&block.geometry, n));
}

static void forward_in_three(struct layer *l)
{
    fast.conv2d_forward(&l->conv, n, l->x, l->w, l->b, l->scratch, block.before);
    fast.relu_forward(l->out, block.before, block.after);
    fast.max_pool_forward(&block.geometry.pool, n, block.after, l->y);
}

/* With the setting to 0 that the tape does. */
static void backward_in_three(struct layer *l)
{
    memset(block.dafter, 0, l->out * sizeof(real));
    memset(block.dbefore, 0, l->out * sizeof(real));
    fast.max_pool_backward(&block.geometry.pool, n, block.after, l->dy, block.dafter);
    fast.relu_backward(l->out, block.before, block.dafter, block.dbefore);
    fast.conv2d_backward(&l->conv, n, l->x, l->w, block.dbefore, l->scratch,
                         l->wants_dx ? l->dx : NULL, l->dw, l->db);
}

static void forward_in_one(struct layer *l)
{
    fast.conv_relu_pool->forward(&block.geometry, n, l->x, l->w, l->b, block.scratch, block.kept,
                                 l->y);
}

static void backward_in_one(struct layer *l)
{
    fast.conv_relu_pool->backward(&block.geometry, n, l->x, l->w, block.kept, l->dy, block.scratch,
                                  l->wants_dx ? l->dx : NULL, l->dw, l->db);
}

static void print_blocks(struct layer *layers, size_t count, size_t threads, double best)
{
    const struct way three = {"three kernels", forward_in_three, backward_in_three, fast};
    const struct way one = {"one kernel", forward_in_one, backward_in_one, fast};
    print_head("blocks with ReLU and max-pooling", threads);
    for (size_t i = 0; i < count; i++) {
        begin_block(&layers[i]);
        memset(layers[i].y, 0, layers[i].out * sizeof(real));
        if (!fast.conv_relu_pool->serves(&block.geometry)) {
            printf("%-16s no kernel for all three here\n", layers[i].name);
            continue;
        }
        require_right(&three, &one, &layers[i]);
        print_row(&three, &layers[i], best);
        print_row(&one, &layers[i], best);
    }
}

int main(int count, char **argument)
{
    const size_t threads = count > 1 ? strtoul(argument[1], NULL, 10) : 1;
    struct message why;
    flush_subnormals();
    fast = fast_backend();
    require(arena_create(&arena, (size_t)512 << 20, &why), &why);
    const bool has_blas = blas_load(&why) == 0;
    const double ceiling = ceiling_measure();
    printf("multiply-add ceiling: %.0f GFLOP/s a thread; %s\n", ceiling, blas_describe().text);
    const double best = product_rates_print(&fast, ceiling) * (double)threads;
    require(threads_start(threads, &why), &why);

    struct backend blas = fast;
    blas.matmul_forward = multiply_by_blas;
    blas.matmul_backward = backward_by_blas;
    const struct way ways[] = {
        {"formula", forward_by_table, backward_by_table, naive_backend},
        {"im2col, our product", forward_by_columns, backward_by_columns, fast},
        {"im2col, OpenBLAS", forward_by_columns, backward_by_columns, blas},
        {"fast", forward_by_table, backward_by_table, fast},
    };
    struct layer layers[] = {layer_of("1->16, 28 x 28", 1, 28, 16, false),
                             layer_of("16->32, 14 x 14", 16, 14, 32, true)};
    print_head("convolutions", threads);
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
            if (ways[way].backend.matmul_forward == multiply_by_blas && !has_blas) {
                continue;
            }
            require_right(&ways[0], &ways[way], &layers[i]);
            print_row(&ways[way], &layers[i], best);
        }
    }
    print_blocks(layers, sizeof layers / sizeof *layers, threads, best);
    arena_destroy(&arena);
    return 0;
}
