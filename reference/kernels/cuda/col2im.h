/* kernels/cuda/col2im.h: the way back of im2col.h on the device: naive/im2col.h's col2im.
 *
 *     dx[ci][h][v] += sum over kh, kw of dcolumns[(ci kernel + kh) kernel + kw][ho out_width + wo]
 *         with ho stride = h + padding - kh,  wo stride = v + padding - kw, where there are such ho and wo
 *
 * One thread a pixel, which asks all windows that it may lie in. The other way round, a thread an element of dcolumns
 * that adds to its pixel, threads would add to one number at the same time.
 */
#ifndef DESCENT_KERNELS_CUDA_COL2IM_H
#define DESCENT_KERNELS_CUDA_COL2IM_H

#include "kernels/cuda/im2col.h"

/* Adds to dx. */
C_LINKAGE void
cuda_col2im(const struct cuda_conv2d *conv,
            const float *dcolumns /* (in_channels*kernel*kernel,out_height*out_width) */,
            float *dx /* (in_channels,height,width) */);

#endif
