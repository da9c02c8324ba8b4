/* The convolution as a product of matrices. The header says what each function must do. */
#include "kernels/naive/conv2d_product.h"

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
    const size_t places = conv->out_height * conv->out_width;
    const real *image = x;
    real *maps = y;
    while (n > 0) {
        im2col(conv, image, columns);
        multiply(conv->out_channels, conv->in_channels * conv->kernel * conv->kernel, places, w,
                 columns, maps);
        for (size_t k = 0; k < conv->out_channels * places; ++k) {
            maps[k] += b[k / places];
        }
        image += conv->in_channels * conv->height * conv->width;
        maps += conv->out_channels * places;
        --n;
    }
}
