/* kernels/cuda/clip.h: gradient clipping on the device: optim/clip.h's formulas, in as many calls as there are parameters.
 *
 *     norm = sqrt(sum of gradient^2 over all parameters)
 *     where norm > limit:  gradient <- gradient limit / norm
 *
 *     cudaMemsetAsync(squares, 0, sizeof *squares, cuda_stream());
 *     for each parameter: cuda_add_squares(count, gradient, squares);
 *     for each parameter: cuda_clip_gradient(count, limit, squares, gradient);
 *
 * The norm never comes to the host. A norm that is infinite or not a number changes nothing.
 *
 * Squares are added in double, as on the host: as float, no gradient is too large or too small for that. The sum is
 * made as partial_sums.h says: the same numbers always give the same bits.
 */
#ifndef DESCENT_KERNELS_CUDA_CLIP_H
#define DESCENT_KERNELS_CUDA_CLIP_H

#include "kernels/cuda/launch.h"

/* squares += the sum of the gradient's squares. */
C_LINKAGE void cuda_add_squares(size_t count, const float *gradient /* (count) */,
                                double *squares /* (1), device */);

/* Scales the gradient when the root of squares is more than limit > 0. */
C_LINKAGE void cuda_clip_gradient(size_t count, float limit,
                                  const double *squares /* (1), device */,
                                  float *gradient /* (count) */);

#endif
