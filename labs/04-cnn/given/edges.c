/* Section 4.2: filters set by hand, before any is learnt. */
#include "04-cnn/given/lab.h"
#include "04-cnn/given/sections.h"
#include "04-cnn/given/tiles.h"

#include "kernels/naive/conv2d.h"

#include <stdio.h>
#include <tgmath.h>

enum { kernel = 3, taps = kernel * kernel, filters = 5, images = 3 };

/* Divided so that most answers lie between -1 and 1. */
static const struct {
    const char *name;
    int weight[taps], divisor;
} by_hand[filters] = {{"mean", {1, 1, 1, 1, 1, 1, 1, 1, 1}, 9},
                      {"left-right", {1, 0, -1, 2, 0, -2, 1, 0, -1}, 4},
                      {"top-bottom", {1, 2, 1, 0, 0, 0, -1, -2, -1}, 4},
                      {"all round", {-1, -1, -1, -1, 8, -1, -1, -1, -1}, 4},
                      {"diagonal", {2, 1, 0, 1, 0, -1, 0, -1, -2}, 4}};

static real weight_of(size_t f, size_t tap)
{
    return (real)by_hand[f].weight[tap] / (real)by_hand[f].divisor;
}

/* What the filters make of one image. */
struct answers {
    real *pixel;  /* (height,width) */
    real *answer; /* (filters,out_height,out_width) */
};

static struct conv2d geometry_of(const struct lab *lab)
{
    const struct image_set *const set = &lab->images.test;
    const size_t stride = lab->options.stride, padding = lab->options.padding;
    return (struct conv2d){.in_channels = 1,
                           .height = set->rows,
                           .width = set->columns,
                           .out_channels = filters,
                           .kernel = kernel,
                           .stride = stride,
                           .padding = padding,
                           .out_height = (set->rows + 2 * padding - kernel) / stride + 1,
                           .out_width = (set->columns + 2 * padding - kernel) / stride + 1};
}

static struct answers answers_of(struct lab *lab, const struct conv2d *conv, size_t image)
{
    static const real b[filters];
    const struct image_set *const set = &lab->images.test;
    const size_t count = filters * conv->out_height * conv->out_width;
    const struct answers a = {.pixel = arena_reals(&lab->model, set->rows * set->columns),
                              .answer = arena_reals(&lab->model, count)};
    real w[filters * taps];
    for (size_t i = 0; i < filters * taps; i++) {
        w[i] = weight_of(i / taps, i % taps);
    }
    tile_of_image(set, image, a.pixel);
    conv2d_forward(conv, 1, a.pixel, w, b, a.answer);
    for (size_t i = 0; i < count; i++) {
        lab_require_finite(a.answer[i], "a number that conv2d_forward writes");
    }
    return a;
}

/* The filter as it stands, and how far its answers go. */
static void print_filter(const struct conv2d *conv, size_t f, const struct answers *a)
{
    const size_t places = conv->out_height * conv->out_width;
    real least = a->answer[f * places], largest = least;
    for (size_t i = 0; i < places; i++) {
        least = fmin(least, a->answer[f * places + i]);
        largest = fmax(largest, a->answer[f * places + i]);
    }
    for (size_t kh = 0; kh < kernel; kh++) {
        printf("       %-12s", kh == 0 ? by_hand[f].name : "");
        for (size_t kw = 0; kw < kernel; kw++) {
            printf(" %6.2f", (double)weight_of(f, kh * kernel + kw));
        }
        if (kh == 0) {
            printf("    answers from %5.2f to %5.2f", lab_printed(least), lab_printed(largest));
        }
        putchar('\n');
    }
}

static void write_pictures(const struct lab *lab, const struct conv2d *conv,
                           const struct answers *a)
{
    const size_t places = conv->out_height * conv->out_width;
    struct trace trace = lab_trace_begin(lab, "edges", tile_columns);
    for (size_t i = 0; i < images; i++) {
        write_tile(&trace, "image", conv->height, conv->width, a[i].pixel, 1);
        for (size_t f = 0; f < filters; f++) {
            write_tile(&trace, by_hand[f].name, conv->out_height, conv->out_width,
                       a[i].answer + f * places, 1);
        }
    }
    for (size_t f = 0; f < filters; f++) {
        real weight[taps];
        for (size_t tap = 0; tap < taps; tap++) {
            weight[tap] = (real)by_hand[f].weight[tap];
        }
        write_tile(&trace, "its weights", kernel, kernel, weight, (real)by_hand[f].divisor);
    }
    lab_trace_finish(&trace);
}

void show_edges(void *context)
{
    struct lab *const lab = context;
    const struct conv2d conv = geometry_of(lab);
    size_t image[images];
    struct answers a[images];
    images_of_classes(&lab->images.test, images, image);
    for (size_t i = 0; i < images; i++) {
        a[i] = answers_of(lab, &conv, image[i]);
    }
    printf("     Five filters set by hand, on images of %zu x %zu pixels from 0, white, to 1, "
           "black:\n"
           "     stride %zu, padding %zu, answers %zu x %zu\n",
           conv.height, conv.width, conv.stride, conv.padding, conv.out_height, conv.out_width);
    for (size_t f = 0; f < filters; f++) {
        print_filter(&conv, f, &a[0]);
    }
    puts("     Before you look at edges.png: what does each make of a white area, what of a black "
         "one?\n"
         "     Which of them sum to 0, and what follows from it?");
    write_pictures(lab, &conv, a);
}
