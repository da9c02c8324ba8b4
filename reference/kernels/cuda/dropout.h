/* kernels/cuda/dropout.h: inverted dropout on the device: naive/dropout.h's formulas, with a generator of its own.
 *
 *     mask[i] = 0 with probability rate, else 1 / (1 - rate);   y = x mask;   dx += dy mask
 *
 * Four elements a thread (four.h), whose four random numbers are those of philox.h with the seed as key and
 * (i / 4, 0, t, 0) as counter, t being the step's number, on the device. So the numbers depend on the seed, the
 * step and the element alone, and a step that was captured as a graph draws new ones each time. Two layers need two
 * seeds: with one they would drop the same elements. The other backends draw from pcg32, hence other numbers.
 */
#ifndef DESCENT_KERNELS_CUDA_DROPOUT_H
#define DESCENT_KERNELS_CUDA_DROPOUT_H

#include "kernels/cuda/launch.h"
#include "kernels/cuda/step_numbers.h"

#include <stdbool.h>
#include <stdint.h>

/* Writes every element of mask and y. Outside of training the mask is all 1, and y is x; numbers may then be NULL. */
C_LINKAGE void cuda_dropout_forward(size_t count, float rate, bool training, uint64_t seed,
                                    const struct cuda_step_numbers *numbers /* (1), device */,
                                    const float *x /* (count) */, float *mask /* (count) */,
                                    float *y /* (count) */);

/* Adds to dx. `mask` is what cuda_dropout_forward wrote. */
C_LINKAGE void cuda_dropout_backward(size_t count, const float *mask /* (count) */,
                                     const float *dy /* (count) */, float *dx /* (count) */);

#endif
