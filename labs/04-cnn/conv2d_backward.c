/* The convolution, backward. kernels/naive/conv2d.h says what each function must do. */
#include "kernels/naive/conv2d.h"

#include "base/todo.h"

void conv2d_backward_b(const struct conv2d *conv, size_t n,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *db /* (out_channels) */)
{
    /* Exercise 4.3, 3 points: convolution, backward: db.
     * Write your lines here and delete the TODO. */
    TODO("4.3", conv, n, dy, db);
}

void conv2d_backward_w(const struct conv2d *conv, size_t n,
                       const real *x /* (n,in_channels,height,width) */,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *dw /* (out_channels,in_channels,kernel,kernel) */)
{
    /* Exercise 4.4, 9 points: convolution, backward: dw.
     * Write your lines here and delete the TODO. */
    TODO("4.4", conv, n, x, dy, dw);
}

void conv2d_backward_x(const struct conv2d *conv, size_t n,
                       const real *w /* (out_channels,in_channels,kernel,kernel) */,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *dx /* (n,in_channels,height,width) */)
{
    /* Exercise 4.5, 10 points: convolution, backward: dx.
     * Write your lines here and delete the TODO. */
    TODO("4.5", conv, n, w, dy, dx);
}
