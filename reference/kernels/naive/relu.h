/* kernels/naive/relu.h: the rectified linear unit, y = max(0, x), of each element.
 *
 * Its slope is 1 where x > 0 and 0 where x < 0. At x = 0 it has a kink and no slope; here, as in all
 * frameworks, the slope there is taken as 0.
 */
#ifndef DESCENT_KERNELS_NAIVE_RELU_H
#define DESCENT_KERNELS_NAIVE_RELU_H

#include "base/real.h"

#include <stddef.h>

/* Writes every element of y. */
void relu_forward(size_t count, const real *x /* (count) */, real *y /* (count) */);

/* dx += dy where x > 0, and nothing elsewhere. `x` is what relu_forward was given. */
void relu_backward(size_t count, const real *x /* (count) */, const real *dy /* (count) */,
                   real *dx /* (count) */);

#endif
