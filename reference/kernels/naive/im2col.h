/* kernels/naive/im2col.h: an image's windows unrolled into the columns of a matrix, and back.
 *
 * Of one image, column (ho, wo) holds the kernel x kernel pixels of all channels that lie in the window
 * there, 0 where the window reaches into the padding:
 *
 *     columns[(ci kernel + kh) kernel + kw][ho out_width + wo] = xpad[ci][h][v]
 *         with h = ho stride + kh - padding,  v = wo stride + kw - padding
 *
 * Then a convolution is a product of matrices: kernels/naive/conv2d_product.h. A pixel stands in as many
 * columns as it has windows, so the matrix is up to kernel^2 times as large as the image.
 * Source: K. Chellapilla, S. Puri, P. Simard, "High performance convolutional neural networks for document
 * processing", 2006. PyTorch calls the two unfold and fold.
 */
#ifndef DESCENT_KERNELS_NAIVE_IM2COL_H
#define DESCENT_KERNELS_NAIVE_IM2COL_H

#include "kernels/naive/conv2d.h"

/* Writes every element of columns; reads nothing that stood there. */
void im2col(const struct conv2d *conv, const real *x /* (in_channels,height,width) */,
            real *columns /* (in_channels*kernel*kernel,out_height*out_width) */);

/* The way back: adds to dx, for each element of the matrix, its gradient to the pixel that it was read
 * from; what was read from the padding is nobody's. */
void col2im(const struct conv2d *conv,
            const real *dcolumns /* (in_channels*kernel*kernel,out_height*out_width) */,
            real *dx /* (in_channels,height,width) */);

#endif
