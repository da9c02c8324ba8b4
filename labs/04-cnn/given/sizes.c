/* Section 4.1: how many windows stand side by side, drawn and counted. */
#include "04-cnn/given/lab.h"
#include "04-cnn/given/sections.h"

#include "common/section.h"
#include "kernels/naive/conv2d.h"

#include <stdio.h>
#include <string.h>

struct case_of_size {
    size_t size, kernel, stride, padding;
};

/* --- windows on a row of pixels ------------------------------------------------------------------ */

enum { most_drawn = 8, room = 120 };

static void repeat(char what, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        putchar(what);
    }
}

/* A pixel is two characters wide: a window [---] covers three. */
static void draw_window(size_t from, size_t kernel)
{
    printf("       ");
    repeat(' ', 2 * from);
    if (kernel == 1) {
        puts("|");
        return;
    }
    putchar('[');
    repeat('-', 2 * kernel - 3);
    puts("]");
}

static void draw(const struct case_of_size *c, size_t count)
{
    printf("     %zu pixels, a window of %zu, stride %zu, padding %zu: your function says %zu\n    "
           "   ",
           c->size, c->kernel, c->stride, c->padding, count);
    for (size_t i = 0; i < c->size + 2 * c->padding; i++) {
        const bool is_pixel = i >= c->padding && i < c->padding + c->size;
        printf("%s ", is_pixel ? "x" : "0");
    }
    putchar('\n');
    const size_t drawn = count < most_drawn ? count : most_drawn;
    for (size_t i = 0; i < drawn; i++) {
        draw_window(i * c->stride, c->kernel);
    }
    if (drawn < count) {
        printf("       and %zu more\n", count - drawn);
    }
}

static size_t count_of(const struct case_of_size *c)
{
    return conv2d_output_size(c->size, c->kernel, c->stride, c->padding);
}

static void draw_windows(void)
{
    static const struct case_of_size cases[] = {
        {5, 3, 1, 0}, {5, 3, 1, 1}, {5, 3, 2, 0}, {6, 3, 2, 1}};
    size_t count[sizeof cases / sizeof *cases];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        count[i] = count_of(&cases[i]);
    }
    puts(
        "     Pixels are x, the padding is 0. Are all windows there, and does each lie on what is\n"
        "     drawn above it?");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        draw(&cases[i], count[i]);
    }
}

/* --- the network --------------------------------------------------------------------------------- */

static void print_network(const struct cnn_settings *settings)
{
    size_t size = settings->image.height;
    printf("     Along the height of %zu pixels, in the network that is trained:\n", size);
    for (size_t b = 0; b < settings->blocks; b++) {
        const struct cnn_block *const block = &settings->block[b];
        const struct case_of_size conv = {size, block->kernel, block->stride, block->padding};
        const size_t convolved = count_of(&conv);
        const struct case_of_size pool = {convolved, block->pool, block->pool, 0};
        if (convolved < block->pool || convolved > room * size) {
            printf("       convolution %zu makes %zu of %zu\n", b + 1, convolved, size);
            section_stop("on %zu pixels no network can be built", convolved);
        }
        const size_t pooled = count_of(&pool);
        printf("       convolution %zu makes %zu of %zu, its pooling %zu\n", b + 1, convolved, size,
               pooled);
        size = pooled;
    }
    puts("     Which padding keeps the size with a window of 3, and with one of 5? "
         "ARGS=\"--padding 0\"\n"
         "     and \"--stride 2\" change the network, and all that stands below.");
}

void show_sizes(void *context)
{
    const struct lab *const lab = context;
    draw_windows();
    print_network(&lab->network);
}
