/* Section 4.10: the same convolution in several ways, and how fast each is. */
#include "04-cnn/given/lab.h"
#include "04-cnn/given/network.h"
#include "04-cnn/given/sections.h"

#include "common/crash.h"
#include "common/section.h"
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "kernels/ladder/matmul_blocked.h"
#include "kernels/naive/conv2d_product.h"
#include "kernels/naive/matmul.h"
#include "layers/conv2d_layer.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { stream_of_numbers = 4100, images = 16, most_layers = 2 };

static const double long_enough = 0.2; /* s */

/* A convolution of the network, forward. */
struct layer {
    struct conv2d conv;
    size_t count; /* numbers of y */
    real *x, *w, *b, *columns, *scratch, *y, *wanted;
};

enum way { way_loops, way_plain, way_blocked, way_fast_product, way_fast, ways };

static const char *const name[ways] = {"your loops", "im2col, a plain product",
                                       "im2col, your blocks", "im2col, the fast product",
                                       "the fast convolution"};

/* --- two layers ---------------------------------------------------------------------------------- */

static real *drawn(struct lab *lab, struct pcg32 *generator, size_t count)
{
    real *const number = arena_reals(&lab->model, count);
    for (size_t i = 0; i < count; i++) {
        number[i] = pcg32_uniform(generator, -1, 1);
    }
    return number;
}

static struct layer layer_new(struct lab *lab, const struct backend *fast, struct conv2d conv,
                              struct pcg32 *generator)
{
    const size_t taps = conv.in_channels * conv.kernel * conv.kernel;
    const size_t places = conv.out_height * conv.out_width;
    struct layer layer = {.conv = conv, .count = images * conv.out_channels * places};
    layer.x = drawn(lab, generator, images * conv.in_channels * conv.height * conv.width);
    layer.w = drawn(lab, generator, conv.out_channels * taps);
    layer.b = drawn(lab, generator, conv.out_channels);
    layer.columns = arena_reals(&lab->model, taps * places);
    layer.scratch = arena_reals(&lab->model, fast->conv2d_scratch(&conv, images) + 1);
    layer.y = arena_reals(&lab->model, layer.count);
    layer.wanted = arena_reals(&lab->model, layer.count);
    return layer;
}

/* The network's first convolutions; returns how many. */
static size_t layers_of(struct lab *lab, const struct backend *fast, struct layer *layer)
{
    const struct cnn_settings *const settings = &lab->network;
    struct pcg32 generator = lab_generator(lab, stream_of_numbers);
    size_t count = 0, channels = settings->image.channels;
    size_t height = settings->image.height, width = settings->image.width;
    for (size_t b = 0; b < settings->blocks && count < most_layers; b++) {
        const struct cnn_block *const block = &settings->block[b];
        const struct conv2d conv = {
            .in_channels = channels,
            .height = height,
            .width = width,
            .out_channels = block->filters,
            .kernel = block->kernel,
            .stride = block->stride,
            .padding = block->padding,
            .out_height = (height + 2 * block->padding - block->kernel) / block->stride + 1,
            .out_width = (width + 2 * block->padding - block->kernel) / block->stride + 1};
        layer[count++] = layer_new(lab, fast, conv, &generator);
        channels = block->filters;
        height = conv.out_height / block->pool;
        width = conv.out_width / block->pool;
    }
    return count;
}

/* --- each way ------------------------------------------------------------------------------------ */

static void run(enum way way, const struct backend *fast, const struct layer *l)
{
    switch (way) {
    case way_loops:
        conv2d_forward(&l->conv, images, l->x, l->w, l->b, l->y);
        break;
    case way_plain:
        conv2d_product_forward(&l->conv, images, l->x, l->w, l->b, matmul_forward, l->columns,
                               l->y);
        break;
    case way_blocked:
        conv2d_product_forward(&l->conv, images, l->x, l->w, l->b, matmul_blocked, l->columns,
                               l->y);
        break;
    case way_fast_product:
        conv2d_product_forward(&l->conv, images, l->x, l->w, l->b, fast->matmul_forward, l->columns,
                               l->y);
        break;
    default:
        fast->conv2d_forward(&l->conv, images, l->x, l->w, l->b, l->scratch, l->y);
    }
}

/* A product of nothing: whoever has written 4.11 comes back from it. */
static void try_blocks(void *context)
{
    real *const none = context;
    matmul_blocked(0, 0, 0, none, none, none);
}

/* Before anything is timed: each way computes what the loops do. An exercise that is not written leaves
 * the section here. */
static void require_same(const struct backend *fast, const struct layer *l, size_t number,
                         bool has_blocks)
{
    run(way_loops, fast, l);
    memcpy(l->wanted, l->y, l->count * sizeof *l->y);
    const double tolerance = 1e-4 * (double)(l->conv.in_channels * l->conv.kernel * l->conv.kernel);
    for (enum way way = way_plain; way < ways; way++) {
        if (way == way_blocked && !has_blocks) {
            continue;
        }
        memset(l->y, 0xff, l->count * sizeof *l->y); /* no number */
        run(way, fast, l);
        for (size_t i = 0; i < l->count; i++) {
            if (!((double)fabs(l->y[i] - l->wanted[i]) <= tolerance)) {
                section_stop("convolution %zu: %s says %.4g where your loops say %.4g; make grade "
                             "tells whose error it is",
                             number, name[way], lab_printed(l->y[i]), lab_printed(l->wanted[i]));
            }
        }
    }
}

static double seconds_an_image(enum way way, const struct backend *fast, const struct layer *l,
                               double enough)
{
    run(way, fast, l); /* the first one brings the numbers near */
    const double start = lab_busy_seconds();
    double passed;
    size_t runs = 0;
    do {
        run(way, fast, l);
        runs++;
        passed = lab_busy_seconds() - start;
    } while (passed < enough);
    crash_alive();
    return passed / (double)(runs * images);
}

static double flops_of(const struct conv2d *conv)
{
    return 2.0 * (double)(conv->out_channels * conv->out_height * conv->out_width) *
           (double)(conv->in_channels * conv->kernel * conv->kernel);
}

/* --- the section --------------------------------------------------------------------------------- */

static void print_head(const struct layer *layer, size_t layers)
{
    printf("     %-26s", "");
    for (size_t i = 0; i < layers; i++) {
        char words[64];
        snprintf(words, sizeof words, "%zu to %zu, %zu x %zu", layer[i].conv.in_channels,
                 layer[i].conv.out_channels, layer[i].conv.height, layer[i].conv.width);
        printf("   %24s", words);
    }
    printf("\n     %-26s", "on one thread");
    for (size_t i = 0; i < layers; i++) {
        printf("   %14s  %8s", "us an image", "GFLOP/s");
    }
    putchar('\n');
}

/* 0 seconds: this way was not tried. */
static void print_way(enum way way, const struct layer *layer, size_t layers,
                      const double *seconds /* (layers) */)
{
    printf("     %-26s", name[way]);
    for (size_t i = 0; i < layers && seconds[i] > 0; i++) {
        printf("   %14.1f  %8.2f", 1e6 * seconds[i], 1e-9 * flops_of(&layer[i].conv) / seconds[i]);
    }
    puts(seconds[0] > 0 ? "" : "   waits for exercise 4.11");
}

void show_product(void *context)
{
    struct lab *const lab = context;
    network_require_sizes(&lab->network);
    const struct backend fast = fast_backend();
    struct layer layer[most_layers];
    double seconds[ways][most_layers] = {{0}};
    struct message why;
    const size_t layers = layers_of(lab, &fast, layer);
    const bool has_blocks = section_has(try_blocks, layer[0].y);
    for (size_t i = 0; i < layers; i++) {
        require_same(&fast, &layer[i], i + 1, has_blocks);
    }
    lab_require(threads_start(1, &why), &why);
    for (enum way way = way_loops; way < ways; way++) {
        for (size_t i = 0; i < layers && (way != way_blocked || has_blocks); i++) {
            seconds[way][i] =
                seconds_an_image(way, &fast, &layer[i], lab_seconds(lab, long_enough));
        }
    }
    lab_require(threads_start(lab->options.threads, &why), &why);
    puts("     All ways compute the same numbers.");
    print_head(layer, layers);
    for (enum way way = way_loops; way < ways; way++) {
        print_way(way, layer, layers, seconds[way]);
    }
    puts("     The fast convolution makes no matrix at all; in the network above a conv_block has "
         "ReLU and\n"
         "     pooling in the same kernel. What does a matrix cost besides its room? Do your "
         "blocks of\n"
         "     4.11 help with matrices of these sizes, and what must the fast product have "
         "besides?");
    struct trace trace = lab_trace_begin(lab, "product", "way images/s_1 images/s_2");
    for (enum way way = way_loops; way < ways; way++) {
        if (seconds[way][0] > 0) {
            trace_named_row(&trace, name[way],
                            (real[]){(real)(1 / seconds[way][0]),
                                     layers > 1 ? (real)(1 / seconds[way][1]) : 0});
        }
    }
    lab_trace_finish(&trace);
}
