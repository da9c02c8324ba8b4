/* Sections 4.8 and 4.9: an image's windows as the columns of a matrix, and the way back. */
#include "04-cnn/given/lab.h"
#include "04-cnn/given/sections.h"
#include "04-cnn/given/tiles.h"

#include "common/matrix.h"
#include "kernels/naive/im2col.h"

#include <stdio.h>

static struct conv2d geometry_of(size_t channels, size_t size, size_t kernel, size_t stride,
                                 size_t padding)
{
    const size_t out = (size + 2 * padding - kernel) / stride + 1;
    return (struct conv2d){.in_channels = channels,
                           .height = size,
                           .width = size,
                           .out_channels = 1,
                           .kernel = kernel,
                           .stride = stride,
                           .padding = padding,
                           .out_height = out,
                           .out_width = out};
}

static struct matrix columns_of(struct arena *arena, const struct conv2d *conv)
{
    const size_t taps = conv->in_channels * conv->kernel * conv->kernel;
    return matrix_new(arena, taps, conv->out_height * conv->out_width);
}

/* An image whose pixels are numbered: 1, 2, 3, ... */
static struct matrix numbered(struct arena *arena, size_t rows, size_t columns)
{
    const struct matrix m = matrix_new(arena, rows, columns);
    for (size_t i = 0; i < matrix_count(m); i++) {
        m.at[i] = (real)(i + 1);
    }
    return m;
}

static void print_whole(struct matrix m)
{
    for (size_t i = 0; i < m.rows; i++) {
        printf("       ");
        for (size_t j = 0; j < m.columns; j++) {
            printf(" %3g", lab_printed(m.at[i * m.columns + j]));
        }
        putchar('\n');
    }
}

/* --- 4.8 ----------------------------------------------------------------------------------------- */

static struct matrix matrix_of(struct lab *lab, const struct conv2d *conv, struct matrix x)
{
    const struct matrix columns = columns_of(&lab->model, conv);
    im2col(conv, x.at, columns.at);
    matrix_require_finite(columns, "an element of columns");
    return columns;
}

static void print_matrix(const struct conv2d *conv, struct matrix columns)
{
    printf("     its windows of %zu x %zu with padding %zu: (%zu,%zu), a column for each window\n",
           conv->kernel, conv->kernel, conv->padding, columns.rows, columns.columns);
    print_whole(columns);
}

static void print_sizes(const struct lab *lab)
{
    const struct cnn_settings *const network = &lab->network;
    size_t channels = network->image.channels, height = network->image.height,
           width = network->image.width;
    for (size_t b = 0; b < network->blocks; b++) {
        const struct cnn_block *const block = &network->block[b];
        const size_t rows = (height + 2 * block->padding - block->kernel) / block->stride + 1;
        const size_t columns = (width + 2 * block->padding - block->kernel) / block->stride + 1;
        printf("       convolution %zu: %s numbers become %s\n", b + 1,
               count_to_text(channels * height * width).text,
               count_to_text(channels * block->kernel * block->kernel * rows * columns).text);
        channels = block->filters;
        height = rows / block->pool;
        width = columns / block->pool;
    }
}

void show_columns(void *context)
{
    struct lab *const lab = context;
    const struct conv2d tight = geometry_of(1, 4, 3, 1, 0), padded = geometry_of(1, 4, 3, 1, 1);
    const struct matrix x = numbered(&lab->model, 4, 4);
    const struct matrix a = matrix_of(lab, &tight, x), b = matrix_of(lab, &padded, x);
    puts("     an image of 4 x 4, its pixels numbered");
    print_whole(x);
    print_matrix(&tight, a);
    print_matrix(&padded, b);
    puts("     Which weight of a filter meets row 4? Where do the zeros stand, and why there?\n"
         "     What it takes, for one image of the network:");
    print_sizes(lab);
    struct trace trace = lab_trace_begin(lab, "columns", tile_columns);
    write_tile(&trace, "image", x.rows, x.columns, x.at, 1);
    write_tile(&trace, "columns, padding 0", a.rows, a.columns, a.at, 1);
    write_tile(&trace, "columns, padding 1", b.rows, b.columns, b.at, 1);
    lab_trace_finish(&trace);
}

/* --- 4.9 ----------------------------------------------------------------------------------------- */

enum { cases = 4, side = 6 };

void show_counts(void *context)
{
    struct lab *const lab = context;
    const struct conv2d conv[cases] = {geometry_of(1, side, 3, 1, 0), geometry_of(1, side, 3, 1, 1),
                                       geometry_of(1, side, 3, 2, 1),
                                       geometry_of(1, side, 2, 2, 0)};
    struct matrix count[cases];
    for (size_t i = 0; i < cases; i++) {
        const struct matrix ones = columns_of(&lab->model, &conv[i]);
        for (size_t k = 0; k < matrix_count(ones); k++) {
            ones.at[k] = 1;
        }
        count[i] = matrix_zeros(&lab->model, side, side);
        col2im(&conv[i], ones.at, count[i].at);
        matrix_require_finite(count[i], "an element of dx");
    }
    puts("     A matrix of ones, led back: how often each pixel of 6 x 6 stands in it");
    for (size_t i = 0; i < cases; i++) {
        printf("     windows of %zu x %zu, stride %zu, padding %zu\n", conv[i].kernel,
               conv[i].kernel, conv[i].stride, conv[i].padding);
        print_whole(count[i]);
    }
    puts(
        "     Why do the corners have less? With which windows does every pixel stand in as many?");
    struct trace trace = lab_trace_begin(lab, "counts", tile_columns);
    for (size_t i = 0; i < cases; i++) {
        write_tile(&trace, "count", side, side, count[i].at, 1);
    }
    lab_trace_finish(&trace);
}
