/* Windows as columns, and back. The header says what each function must do. */
#include "kernels/naive/im2col.h"

#include "base/todo.h"

#include <stdbool.h>

void im2col(const struct conv2d *conv, const real *x /* (in_channels,height,width) */,
            real *columns /* (in_channels*kernel*kernel,out_height*out_width) */)
{
    /* Exercise 4.8, 9 points: windows as columns: im2col.
     * Write your lines here and delete the TODO. */
    TODO("4.8", conv, x, columns);
}

void col2im(const struct conv2d *conv,
            const real *dcolumns /* (in_channels*kernel*kernel,out_height*out_width) */,
            real *dx /* (in_channels,height,width) */)
{
    /* Exercise 4.9, 7 points: columns back to pixels: col2im.
     * Write your lines here and delete the TODO. */
    TODO("4.9", conv, dcolumns, dx);
}
