/* The convolution as a product of matrices. The header says what each function must do. */
#include "kernels/naive/conv2d_product.h"

#include "base/todo.h"
#include "kernels/naive/im2col.h"

void conv2d_product_forward(const struct conv2d *conv, size_t n,
                            const real *x /* (n,in_channels,height,width) */,
                            const real *w /* (out_channels,in_channels,kernel,kernel) */,
                            const real *b /* (out_channels) */,
                            void (*multiply)(size_t n, size_t k, size_t m, const real *a,
                                             const real *b, real *c),
                            real *columns /* (in_channels*kernel*kernel,out_height*out_width) */,
                            real *y /* (n,out_channels,out_height,out_width) */)
{
    const size_t taps = conv->in_channels * conv->kernel * conv->kernel;
    const size_t places = conv->out_height * conv->out_width;
    for (size_t i = 0; i < n; i++) {
        real *const out = y + i * conv->out_channels * places;
        im2col(conv, x + i * conv->in_channels * conv->height * conv->width, columns);
        multiply(conv->out_channels, taps, places, w, columns, out);
        for (size_t co = 0; co < conv->out_channels; co++) {
            for (size_t place = 0; place < places; place++) {
                out[co * places + place] += b[co];
            }
        }
    }
}
