/* The convolution, backward. kernels/naive/conv2d.h says what each function must do. */
#include "kernels/naive/conv2d.h"

#include "base/todo.h"

void conv2d_backward_b(const struct conv2d *conv, size_t n,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *db /* (out_channels) */)
{
    /* y = ... + b[co] at every place of every image */
    const size_t places = conv->out_height * conv->out_width;
    for (size_t i = 0; i < n; i++) {
        for (size_t co = 0; co < conv->out_channels; co++) {
            for (size_t place = 0; place < places; place++) {
                db[co] += dy[(i * conv->out_channels + co) * places + place];
            }
        }
    }
}

void conv2d_backward_w(const struct conv2d *conv, size_t n,
                       const real *x /* (n,in_channels,height,width) */,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *dw /* (out_channels,in_channels,kernel,kernel) */)
{
    /* y = ... + w[co][ci][kh][kw] x[i][ci][h][v] + ...: the weight's factor is the pixel it met */
    const size_t kernel = conv->kernel, height = conv->height, width = conv->width;
    for (size_t i = 0; i < n; i++) {
        for (size_t co = 0; co < conv->out_channels; co++) {
            for (size_t ho = 0; ho < conv->out_height; ho++) {
                for (size_t wo = 0; wo < conv->out_width; wo++) {
                    const real above = dy[((i * conv->out_channels + co) * conv->out_height + ho) *
                                              conv->out_width +
                                          wo];
                    for (size_t ci = 0; ci < conv->in_channels; ci++) {
                        const real *const image = x + (i * conv->in_channels + ci) * height * width;
                        real *const filter = dw + (co * conv->in_channels + ci) * kernel * kernel;
                        for (size_t kh = 0; kh < kernel; kh++) {
                            for (size_t kw = 0; kw < kernel; kw++) {
                                const size_t h = ho * conv->stride + kh - conv->padding;
                                const size_t v = wo * conv->stride + kw - conv->padding;
                                if (h < height && v < width) {
                                    filter[kh * kernel + kw] += above * image[h * width + v];
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

void conv2d_backward_x(const struct conv2d *conv, size_t n,
                       const real *w /* (out_channels,in_channels,kernel,kernel) */,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *dx /* (n,in_channels,height,width) */)
{
    /* y = ... + w[co][ci][kh][kw] x[i][ci][h][v] + ...: the pixel's factor is the weight it met; a
     * pixel collects from all windows that it lay in, in all output channels */
    const size_t kernel = conv->kernel, height = conv->height, width = conv->width;
    for (size_t i = 0; i < n; i++) {
        for (size_t co = 0; co < conv->out_channels; co++) {
            for (size_t ho = 0; ho < conv->out_height; ho++) {
                for (size_t wo = 0; wo < conv->out_width; wo++) {
                    const real above = dy[((i * conv->out_channels + co) * conv->out_height + ho) *
                                              conv->out_width +
                                          wo];
                    for (size_t ci = 0; ci < conv->in_channels; ci++) {
                        real *const image = dx + (i * conv->in_channels + ci) * height * width;
                        const real *const filter =
                            w + (co * conv->in_channels + ci) * kernel * kernel;
                        for (size_t kh = 0; kh < kernel; kh++) {
                            for (size_t kw = 0; kw < kernel; kw++) {
                                const size_t h = ho * conv->stride + kh - conv->padding;
                                const size_t v = wo * conv->stride + kw - conv->padding;
                                if (h < height && v < width) {
                                    image[h * width + v] += above * filter[kh * kernel + kw];
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
