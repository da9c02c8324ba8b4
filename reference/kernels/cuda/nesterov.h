/* kernels/cuda/nesterov.h: a step of momentum that looks ahead on the device: optim/nesterov.h's formulas.
 *
 *     velocity <- beta velocity + gradient
 *     value <- value - rate (gradient + beta velocity)
 *
 * Four elements a thread (four.h). The rate comes from the device's numbers (step_numbers.h).
 */
#ifndef DESCENT_KERNELS_CUDA_NESTEROV_H
#define DESCENT_KERNELS_CUDA_NESTEROV_H

#include "kernels/cuda/launch.h"
#include "kernels/cuda/step_numbers.h"

/* Moves the values and their velocity. The gradient stays as it is. */
C_LINKAGE void cuda_nesterov_step(size_t count, const float *gradient /* (count) */,
                                  float *value /* (count) */,
                                  const struct cuda_step_numbers *numbers /* (1), device */,
                                  float beta, float *velocity /* (count) */);

#endif
