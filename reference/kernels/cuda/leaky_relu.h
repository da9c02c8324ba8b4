/* kernels/cuda/leaky_relu.h: leaky ReLU on the device: naive/leaky_relu.h's formulas, four elements a thread
 * (four.h).
 *
 *     y = x where x > 0, slope x elsewhere;   dx += dy where x > 0, slope dy elsewhere
 */
#ifndef DESCENT_KERNELS_CUDA_LEAKY_RELU_H
#define DESCENT_KERNELS_CUDA_LEAKY_RELU_H

#include "kernels/cuda/launch.h"

/* Writes every element of y. */
C_LINKAGE void cuda_leaky_relu_forward(size_t count, float slope, const float *x /* (count) */,
                                       float *y /* (count) */);

/* Adds to dx. `x` is what cuda_leaky_relu_forward was given. */
C_LINKAGE void cuda_leaky_relu_backward(size_t count, float slope, const float *x /* (count) */,
                                        const float *dy /* (count) */, float *dx /* (count) */);

#endif
