/* kernels/naive/sigmoid.h: the logistic sigmoid, y = 1 / (1 + exp(-x)), of each element.
 *
 * It maps every x to a value between 0 and 1; sigmoid(0) = 1/2. No x overflows: exp is only taken of
 * numbers that are not positive.
 */
#ifndef DESCENT_KERNELS_NAIVE_SIGMOID_H
#define DESCENT_KERNELS_NAIVE_SIGMOID_H

#include "base/real.h"

#include <stddef.h>

/* Writes every element of y. For x = 1000 it is 1, for x = -1000 it is 0. */
void sigmoid_forward(size_t count, const real *x /* (count) */, real *y /* (count) */);

/* dx += dy times the sigmoid's slope. `y` is what sigmoid_forward gave, not its input. */
void sigmoid_backward(size_t count, const real *y /* (count) */, const real *dy /* (count) */,
                      real *dx /* (count) */);

#endif
