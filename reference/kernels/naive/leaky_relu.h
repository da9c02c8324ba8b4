/* kernels/naive/leaky_relu.h: ReLU with a small slope for negative inputs: no unit ever dies.
 *
 *     y = x where x > 0, slope x elsewhere
 *
 * Source: A. L. Maas, A. Y. Hannun, A. Y. Ng, "Rectifier nonlinearities improve neural network
 * acoustic models", 2013. A usual slope is 0.01. At x = 0 the gradient takes `slope`.
 */
#ifndef DESCENT_KERNELS_NAIVE_LEAKY_RELU_H
#define DESCENT_KERNELS_NAIVE_LEAKY_RELU_H

#include "base/real.h"

#include <stddef.h>

/* Writes every element of y. */
void leaky_relu_forward(size_t count, real slope, const real *x /* (count) */,
                        real *y /* (count) */);

/* dx += dy where x > 0, slope times dy elsewhere. `x` is what leaky_relu_forward was given. */
void leaky_relu_backward(size_t count, real slope, const real *x /* (count) */,
                         const real *dy /* (count) */, real *dx /* (count) */);

#endif
