/* kernels/cuda/adagrad.h: a step of Adagrad on the device: optim/adagrad.h's formulas.
 *
 *     sum <- sum + gradient^2
 *     value <- value - rate gradient / (sqrt(sum) + epsilon)
 *
 * Four elements a thread (four.h). The rate comes from the device's numbers (step_numbers.h).
 */
#ifndef DESCENT_KERNELS_CUDA_ADAGRAD_H
#define DESCENT_KERNELS_CUDA_ADAGRAD_H

#include "kernels/cuda/launch.h"
#include "kernels/cuda/step_numbers.h"

/* Moves the values and adds to `sum`. The gradient stays as it is. */
C_LINKAGE void cuda_adagrad_step(size_t count, const float *gradient /* (count) */,
                                 float *value /* (count) */,
                                 const struct cuda_step_numbers *numbers /* (1), device */,
                                 float epsilon, float *sum /* (count) */);

#endif
