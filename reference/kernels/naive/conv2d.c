/* The convolution, forward. The header says what each function must do. */
#include "kernels/naive/conv2d.h"

#include "base/todo.h"

size_t conv2d_output_size(size_t size, size_t kernel, size_t stride, size_t padding)
{
    return (size + 2 * padding - kernel) / stride + 1;
}

void conv2d_forward(const struct conv2d *conv, size_t n,
                    const real *x /* (n,in_channels,height,width) */,
                    const real *w /* (out_channels,in_channels,kernel,kernel) */,
                    const real *b /* (out_channels) */,
                    real *y /* (n,out_channels,out_height,out_width) */)
{
    const size_t kernel = conv->kernel, height = conv->height, width = conv->width;
    for (size_t i = 0; i < n; i++) {
        for (size_t co = 0; co < conv->out_channels; co++) {
            for (size_t ho = 0; ho < conv->out_height; ho++) {
                for (size_t wo = 0; wo < conv->out_width; wo++) {
                    real sum = b[co];
                    for (size_t ci = 0; ci < conv->in_channels; ci++) {
                        const real *const image = x + (i * conv->in_channels + ci) * height * width;
                        const real *const filter =
                            w + (co * conv->in_channels + ci) * kernel * kernel;
                        for (size_t kh = 0; kh < kernel; kh++) {
                            for (size_t kw = 0; kw < kernel; kw++) {
                                /* above or left of the image the difference wraps round to a huge
                                 * number: one comparison sees both ends */
                                const size_t h = ho * conv->stride + kh - conv->padding;
                                const size_t v = wo * conv->stride + kw - conv->padding;
                                if (h < height && v < width) {
                                    sum += filter[kh * kernel + kw] * image[h * width + v];
                                }
                            }
                        }
                    }
                    y[((i * conv->out_channels + co) * conv->out_height + ho) * conv->out_width +
                      wo] = sum;
                }
            }
        }
    }
}
