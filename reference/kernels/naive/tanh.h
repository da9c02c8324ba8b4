/* kernels/naive/tanh.h: the hyperbolic tangent, y = (exp(x) - exp(-x)) / (exp(x) + exp(-x)).
 *
 * It maps every x to a value between -1 and 1; tanh(0) = 0. libm's tanh does not overflow.
 */
#ifndef DESCENT_KERNELS_NAIVE_TANH_H
#define DESCENT_KERNELS_NAIVE_TANH_H

#include "base/real.h"

#include <stddef.h>

/* Writes every element of y. */
void tanh_forward(size_t count, const real *x /* (count) */, real *y /* (count) */);

/* dx += dy times the slope of tanh. `y` is what tanh_forward gave, not its input. */
void tanh_backward(size_t count, const real *y /* (count) */, const real *dy /* (count) */,
                   real *dx /* (count) */);

#endif
