/* kernels/cuda/rmsprop.h: a step of RMSprop on the device: optim/rmsprop.h's formulas.
 *
 *     mean_square <- decay mean_square + (1 - decay) gradient^2
 *     value <- value - rate gradient / (sqrt(mean_square) + epsilon)
 *
 * Four elements a thread (four.h). The rate comes from the device's numbers (step_numbers.h).
 */
#ifndef DESCENT_KERNELS_CUDA_RMSPROP_H
#define DESCENT_KERNELS_CUDA_RMSPROP_H

#include "kernels/cuda/launch.h"
#include "kernels/cuda/step_numbers.h"

/* Moves the values and `mean_square`. The gradient stays as it is. */
C_LINKAGE void cuda_rmsprop_step(size_t count, const float *gradient /* (count) */,
                                 float *value /* (count) */,
                                 const struct cuda_step_numbers *numbers /* (1), device */,
                                 float decay, float epsilon, float *mean_square /* (count) */);

#endif
