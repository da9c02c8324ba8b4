/* Windows as columns, and back. The header says what each function must do. */
#include "kernels/naive/im2col.h"

/* Where the element (row, column) of the matrix comes from in the image: -1 for the padding. */
static long source_of(const struct conv2d *conv, size_t row, size_t column)
{
    const size_t taps = conv->kernel * conv->kernel;
    const size_t channel = row / taps, tap = row % taps;
    const long r =
        (long)(column / conv->out_width * conv->stride + tap / conv->kernel) - (long)conv->padding;
    const long c =
        (long)(column % conv->out_width * conv->stride + tap % conv->kernel) - (long)conv->padding;
    if (r < 0 || c < 0 || r >= (long)conv->height || c >= (long)conv->width) {
        return -1;
    }
    return ((long)channel * (long)conv->height + r) * (long)conv->width + c;
}

void im2col(const struct conv2d *conv, const real *x /* (in_channels,height,width) */,
            real *columns /* (in_channels*kernel*kernel,out_height*out_width) */)
{
    const size_t rows = conv->in_channels * conv->kernel * conv->kernel;
    const size_t places = conv->out_height * conv->out_width;
    for (size_t k = 0; k < rows * places; ++k) {
        const long source = source_of(conv, k / places, k % places);
        columns[k] = 0;
        if (source >= 0) {
            columns[k] = x[source];
        }
    }
}

void col2im(const struct conv2d *conv,
            const real *dcolumns /* (in_channels*kernel*kernel,out_height*out_width) */,
            real *dx /* (in_channels,height,width) */)
{
    const size_t rows = conv->in_channels * conv->kernel * conv->kernel;
    const size_t places = conv->out_height * conv->out_width;
    for (size_t k = 0; k < rows * places; ++k) {
        const long source = source_of(conv, k / places, k % places);
        if (source >= 0) {
            dx[source] += dcolumns[k];
        }
    }
}
