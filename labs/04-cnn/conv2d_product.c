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
    /* Exercise 4.10, 6 points: convolution as a matrix product.
     * Write your lines here and delete the TODO. */
    TODO("4.10", conv, n, x, w, b, multiply, columns, y);
}
