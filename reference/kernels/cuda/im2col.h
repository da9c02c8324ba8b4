/* kernels/cuda/im2col.h: an image's windows unrolled into the columns of a matrix, on the device. The matrix
 * is naive/im2col.h's:
 *
 *     columns[(ci kernel + kh) kernel + kw][ho out_width + wo] = xpad[ci][h][v]
 *         with h = ho stride + kh - padding,  v = wo stride + kw - padding
 *
 * One thread an element of columns: from the element's number i it finds wo, ho, kw, kh and ci by divisions
 * and remainders, the last index first. The last block has threads for elements that are not there.
 */
#ifndef DESCENT_KERNELS_CUDA_IM2COL_H
#define DESCENT_KERNELS_CUDA_IM2COL_H

#include "kernels/cuda/launch.h"

/* struct conv2d's sizes (naive/conv2d.h) as the device counts. */
struct cuda_conv2d {
    int in_channels, height, width;
    int out_channels;
    int kernel, stride, padding;
    int out_height, out_width;
};

#ifdef __cplusplus
C_LINKAGE __global__ void
im2col_kernel(struct cuda_conv2d conv, const float *x /* (in_channels,height,width) */,
              float *columns /* (in_channels*kernel*kernel,out_height*out_width) */);
#endif

/* Writes every element of columns. */
C_LINKAGE void cuda_im2col(const struct cuda_conv2d *conv,
                           const float *x /* (in_channels,height,width) */,
                           float *columns /* (in_channels*kernel*kernel,out_height*out_width) */);

#endif
