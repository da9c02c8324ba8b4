/* The convolution, forward. The header says what each function must do. */
#include "kernels/naive/conv2d.h"

#include "base/todo.h"

size_t conv2d_output_size(size_t size, size_t kernel, size_t stride, size_t padding)
{
    /* Exercise 4.1, 3 points: the size of the output.
     * Write your lines here and delete the TODO. */
    TODO("4.1", size, kernel, stride, padding);
}

void conv2d_forward(const struct conv2d *conv, size_t n,
                    const real *x /* (n,in_channels,height,width) */,
                    const real *w /* (out_channels,in_channels,kernel,kernel) */,
                    const real *b /* (out_channels) */,
                    real *y /* (n,out_channels,out_height,out_width) */)
{
    /* Exercise 4.2, 12 points: convolution, forward.
     * Write your lines here and delete the TODO. */
    TODO("4.2", conv, n, x, w, b, y);
}
