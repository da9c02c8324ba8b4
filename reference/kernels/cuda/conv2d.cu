#include "kernels/cuda/conv2d.h"

#include "kernels/cuda/conv2d_direct.h"
#include "kernels/cuda/conv2d_offsets.h"
#include "kernels/cuda/conv2d_product.h"

extern "C" {
#include "kernels/naive/conv2d.h"
}

enum { many_filters = 64 };

static enum cuda_conv2d_way way;

void cuda_conv2d_use(enum cuda_conv2d_way to)
{
    way = to;
}

static bool columns_for_y_and_x(const struct cuda_conv2d *conv)
{
    return way == cuda_conv2d_by_rule ? conv->out_channels >= many_filters
                                      : way == cuda_conv2d_as_product;
}

static bool columns_for_w(void)
{
    return way != cuda_conv2d_directly;
}

static struct cuda_conv2d sizes_of(const struct conv2d *conv, size_t n)
{
    cuda_int(n * conv->in_channels * conv->height * conv->width);
    cuda_int(n * conv->out_channels * conv->out_height * conv->out_width);
    cuda_int(conv->out_channels * conv->in_channels * conv->kernel * conv->kernel);
    const struct cuda_conv2d sizes = {
        cuda_int(conv->in_channels),  cuda_int(conv->height),     cuda_int(conv->width),
        cuda_int(conv->out_channels), cuda_int(conv->kernel),     cuda_int(conv->stride),
        cuda_int(conv->padding),      cuda_int(conv->out_height), cuda_int(conv->out_width)};
    return sizes;
}

size_t cuda_conv2d_scratch(const struct conv2d *conv, size_t n)
{
    const struct cuda_conv2d c = sizes_of(conv, n);
    const int images = cuda_int(n);
    const size_t of_b = cuda_conv2d_offsets_scratch(&c, images);
    const size_t of_w = columns_for_w() ? cuda_conv2d_product_scratch(&c, images)
                                        : cuda_conv2d_direct_scratch(&c, images);
    return of_b > of_w ? of_b : of_w;
}

void cuda_conv2d_forward(const struct conv2d *conv, size_t n, const float *x, const float *w,
                         const float *b, float *scratch, float *y)
{
    const struct cuda_conv2d c = sizes_of(conv, n);
    if (columns_for_y_and_x(&c)) {
        cuda_conv2d_product_forward(&c, cuda_int(n), x, w, b, scratch, y);
    } else {
        cuda_conv2d_direct_forward(&c, cuda_int(n), x, w, b, y);
    }
}

void cuda_conv2d_backward(const struct conv2d *conv, size_t n, const float *x, const float *w,
                          const float *dy, float *scratch, float *dx, float *dw, float *db)
{
    const struct cuda_conv2d c = sizes_of(conv, n);
    const int images = cuda_int(n);
    cuda_conv2d_backward_b(&c, images, dy, scratch, db);
    if (columns_for_w()) {
        cuda_conv2d_product_backward_w(&c, images, x, dy, scratch, dw);
    } else {
        cuda_conv2d_direct_backward_w(&c, images, x, dy, scratch, dw);
    }
    if (dx && columns_for_y_and_x(&c)) {
        cuda_conv2d_product_backward_x(&c, images, w, dy, scratch, dx);
    } else if (dx) {
        cuda_conv2d_direct_backward_x(&c, images, w, dy, dx);
    }
}
