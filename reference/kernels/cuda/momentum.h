/* kernels/cuda/momentum.h: a step of gradient descent with momentum on the device: optim/momentum.h's formula.
 *
 *     new value = value - rate gradient + beta (value - previous value)
 *
 * Four elements a thread (four.h). The rate comes from the device's numbers (step_numbers.h).
 */
#ifndef DESCENT_KERNELS_CUDA_MOMENTUM_H
#define DESCENT_KERNELS_CUDA_MOMENTUM_H

#include "kernels/cuda/launch.h"
#include "kernels/cuda/step_numbers.h"

/* Moves the values and leaves in `previous` those from before. The gradient stays as it is. */
C_LINKAGE void cuda_momentum_step(size_t count, const float *gradient /* (count) */,
                                  float *value /* (count) */,
                                  const struct cuda_step_numbers *numbers /* (1), device */,
                                  float beta, float *previous /* (count) */);

#endif
