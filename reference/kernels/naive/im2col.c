/* Windows as columns, and back. The header says what each function must do. */
#include "kernels/naive/im2col.h"

#include "base/todo.h"

#include <stdbool.h>

void im2col(const struct conv2d *conv, const real *x /* (in_channels,height,width) */,
            real *columns /* (in_channels*kernel*kernel,out_height*out_width) */)
{
    const size_t kernel = conv->kernel, height = conv->height, width = conv->width;
    const size_t places = conv->out_height * conv->out_width;
    for (size_t ci = 0; ci < conv->in_channels; ci++) {
        for (size_t kh = 0; kh < kernel; kh++) {
            for (size_t kw = 0; kw < kernel; kw++) {
                real *const row = columns + ((ci * kernel + kh) * kernel + kw) * places;
                for (size_t ho = 0; ho < conv->out_height; ho++) {
                    for (size_t wo = 0; wo < conv->out_width; wo++) {
                        const size_t h = ho * conv->stride + kh - conv->padding;
                        const size_t v = wo * conv->stride + kw - conv->padding;
                        const bool inside = h < height && v < width; /* see conv2d_forward */
                        row[ho * conv->out_width + wo] =
                            inside ? x[(ci * height + h) * width + v] : 0;
                    }
                }
            }
        }
    }
}

void col2im(const struct conv2d *conv,
            const real *dcolumns /* (in_channels*kernel*kernel,out_height*out_width) */,
            real *dx /* (in_channels,height,width) */)
{
    const size_t kernel = conv->kernel, height = conv->height, width = conv->width;
    const size_t places = conv->out_height * conv->out_width;
    for (size_t ci = 0; ci < conv->in_channels; ci++) {
        for (size_t kh = 0; kh < kernel; kh++) {
            for (size_t kw = 0; kw < kernel; kw++) {
                const real *const row = dcolumns + ((ci * kernel + kh) * kernel + kw) * places;
                for (size_t ho = 0; ho < conv->out_height; ho++) {
                    for (size_t wo = 0; wo < conv->out_width; wo++) {
                        const size_t h = ho * conv->stride + kh - conv->padding;
                        const size_t v = wo * conv->stride + kw - conv->padding;
                        if (h < height && v < width) {
                            dx[(ci * height + h) * width + v] += row[ho * conv->out_width + wo];
                        }
                    }
                }
            }
        }
    }
}
