/* kernels/cuda/image_bytes.h: a batch's bytes become numbers on the device, so that a quarter of what the floats
 * would take is copied there: data/image_batches.h's formulas.
 *
 *     x[i] = value[bytes[i]]                                            a table of 256
 *     x[i] <- (x[i] - mean[i % columns]) / deviation[i % columns]       when each pixel has statistics of its own
 *
 * Four pixels a thread (four.h): four bytes are one load where they begin at a multiple of 4.
 */
#ifndef DESCENT_KERNELS_CUDA_IMAGE_BYTES_H
#define DESCENT_KERNELS_CUDA_IMAGE_BYTES_H

#include "kernels/cuda/launch.h"

/* Writes every element of x. mean and deviation may be NULL; columns is then of no account. */
C_LINKAGE void cuda_image_bytes(size_t count, const unsigned char *bytes /* (count) */,
                                const float *value /* (256) */, size_t columns,
                                const float *mean /* (columns) */,
                                const float *deviation /* (columns) */, float *x /* (count) */);

/* Labels: y[i] = bytes[i]. */
C_LINKAGE void cuda_label_bytes(size_t count, const unsigned char *bytes /* (count) */,
                                float *y /* (count) */);

#endif
