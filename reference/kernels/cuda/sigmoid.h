/* kernels/cuda/sigmoid.h: the logistic sigmoid on the device: naive/sigmoid.h's formulas, four elements a thread
 * (four.h).
 *
 *     y = 1 / (1 + exp(-x));   dx += dy y (1 - y)
 */
#ifndef DESCENT_KERNELS_CUDA_SIGMOID_H
#define DESCENT_KERNELS_CUDA_SIGMOID_H

#include "kernels/cuda/launch.h"

/* Writes every element of y. No x overflows. */
C_LINKAGE void cuda_sigmoid_forward(size_t count, const float *x /* (count) */,
                                    float *y /* (count) */);

/* Adds to dx. `y` is what cuda_sigmoid_forward gave, not its input. */
C_LINKAGE void cuda_sigmoid_backward(size_t count, const float *y /* (count) */,
                                     const float *dy /* (count) */, float *dx /* (count) */);

#endif
