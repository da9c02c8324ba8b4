/* kernels/cuda/weight_decay.h: a pull of every coefficient towards 0, on the device: optim/weight_decay.h's formulas.
 *
 *     coupled     pulled = gradient + decay value
 *     decoupled   value <- value - rate decay value
 *
 * Four elements a thread (four.h). The rate comes from the device's numbers (step_numbers.h).
 */
#ifndef DESCENT_KERNELS_CUDA_WEIGHT_DECAY_H
#define DESCENT_KERNELS_CUDA_WEIGHT_DECAY_H

#include "kernels/cuda/launch.h"
#include "kernels/cuda/step_numbers.h"

/* Writes every element of pulled. */
C_LINKAGE void cuda_weight_decay_coupled(size_t count, const float *gradient /* (count) */,
                                         const float *value /* (count) */, float decay,
                                         float *pulled /* (count) */);

/* Moves the values. */
C_LINKAGE void
cuda_weight_decay_decoupled(size_t count, float *value /* (count) */,
                            const struct cuda_step_numbers *numbers /* (1), device */, float decay);

/* Moves `previous` by as much, too: before a step of momentum.h. */
C_LINKAGE void
cuda_weight_decay_decoupled_shift(size_t count, float *value /* (count) */,
                                  const struct cuda_step_numbers *numbers /* (1), device */,
                                  float decay, float *previous /* (count) */);

#endif
