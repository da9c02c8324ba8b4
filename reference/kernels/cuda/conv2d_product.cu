#include "kernels/cuda/conv2d_product.h"

#include "kernels/cuda/col2im.h"
#include "kernels/cuda/column_sums.h"
#include "kernels/cuda/product.h"
#include "kernels/cuda/slices.h"
#include "kernels/cuda/small_tile.h"

/* How many numbers a chunk's arrays have, an image each. */
struct image_sizes {
    int taps, places;
    int x, y, columns;
};

static struct image_sizes sizes_of(const struct cuda_conv2d *conv)
{
    struct image_sizes of;
    of.taps = conv->in_channels * conv->kernel * conv->kernel;
    of.places = conv->out_height * conv->out_width;
    of.x = conv->in_channels * conv->height * conv->width;
    of.y = conv->out_channels * of.places;
    of.columns = cuda_int((size_t)of.taps * (size_t)of.places);
    return of;
}

static int columns_room = conv2d_columns_room;

void cuda_conv2d_set_columns_room(int numbers)
{
    columns_room = numbers;
}

/* How many of the `left` images that are still to be done the next chunk has. */
static int chunk_of(const struct image_sizes *of, int left)
{
    const int most = of->columns < columns_room ? columns_room / of->columns : 1;
    return left < most ? left : most;
}

/* An image of `chunk` times as many channels: what im2col and col2im take all images of a chunk for. */
static struct cuda_conv2d as_one_image(const struct cuda_conv2d *conv, int chunk)
{
    struct cuda_conv2d all = *conv;
    all.in_channels *= chunk;
    return all;
}

/* What an image adds to dw takes so many blocks. */
static int tiles_of_w(const struct cuda_conv2d *conv, const struct image_sizes *of)
{
    return (int)(cuda_blocks(conv->out_channels, small_rows) *
                 cuda_blocks(of->taps, small_columns));
}

size_t cuda_conv2d_product_scratch(const struct cuda_conv2d *conv, int n)
{
    const struct image_sizes of = sizes_of(conv);
    const int chunk = chunk_of(&of, n);
    const int most = cuda_groups(tiles_of_w(conv, &of)), groups = chunk < most ? chunk : most;
    return (size_t)chunk * (size_t)of.columns +
           (size_t)groups * (size_t)conv->out_channels * (size_t)of.taps;
}

static struct cuda_operand operand(const float *numbers, int count, int k, bool along_k)
{
    return cuda_operand(numbers, (size_t)count, (size_t)k, along_k);
}

void cuda_conv2d_product_forward(const struct cuda_conv2d *conv, int n, const float *x,
                                 const float *w, const float *b, float *scratch, float *y)
{
    const struct image_sizes of = sizes_of(conv);
    for (int chunk; n > 0; n -= chunk) {
        chunk = chunk_of(&of, n);
        const struct cuda_conv2d all = as_one_image(conv, chunk);
        cuda_im2col(&all, x, scratch);
        struct cuda_product to_y =
            cuda_product_of(operand(w, conv->out_channels, of.taps, true),
                            operand(scratch, of.places, of.taps, false), (size_t)of.taps, y);
        to_y.column = b;
        const struct cuda_batch images = {chunk, 0, of.columns, 1};
        cuda_multiply_batch(&to_y, &images);
        x += (size_t)chunk * (size_t)of.x;
        y += (size_t)chunk * (size_t)of.y;
    }
}

void cuda_conv2d_product_backward_x(const struct cuda_conv2d *conv, int n, const float *w,
                                    const float *dy, float *scratch, float *dx)
{
    const struct image_sizes of = sizes_of(conv);
    for (int chunk; n > 0; n -= chunk) {
        chunk = chunk_of(&of, n);
        const int filters = conv->out_channels;
        const struct cuda_product to_columns =
            cuda_product_of(operand(w, of.taps, filters, false),
                            operand(dy, of.places, filters, false), (size_t)filters, scratch);
        const struct cuda_batch images = {chunk, 0, of.y, 1};
        cuda_multiply_batch(&to_columns, &images);
        const struct cuda_conv2d all = as_one_image(conv, chunk);
        cuda_col2im(&all, scratch, dx);
        dy += (size_t)chunk * (size_t)of.y;
        dx += (size_t)chunk * (size_t)of.x;
    }
}

void cuda_conv2d_product_backward_w(const struct cuda_conv2d *conv, int n, const float *x,
                                    const float *dy, float *scratch, float *dw)
{
    const struct image_sizes of = sizes_of(conv);
    for (int chunk; n > 0; n -= chunk) {
        chunk = chunk_of(&of, n);
        const struct cuda_conv2d all = as_one_image(conv, chunk);
        cuda_im2col(&all, x, scratch);
        float *const parts = scratch + (size_t)chunk * (size_t)of.columns;
        const struct cuda_product to_w =
            cuda_product_of(operand(dy, conv->out_channels, of.places, true),
                            operand(scratch, of.taps, of.places, true), (size_t)of.places, parts);
        const int group = cuda_group_size(tiles_of_w(conv, &of), chunk);
        const struct cuda_batch images = {chunk, of.y, of.columns, group};
        cuda_multiply_batch(&to_w, &images);
        const struct column_sums how = {true, NULL, 0};
        cuda_column_sums(cuda_blocks(chunk, group), (size_t)(conv->out_channels * of.taps), parts,
                         &how, dw);
        x += (size_t)chunk * (size_t)of.x;
        dy += (size_t)chunk * (size_t)of.y;
    }
}
