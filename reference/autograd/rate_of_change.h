/* autograd/rate_of_change.h: the gradient, measured: move one coefficient, see what the loss does.
 *
 *     gradient[i]  ~  (L(c with epsilon added to c[i]) - L(c)) / epsilon
 *
 * This is the forward difference: one forward pass more than there are coefficients.
 */
#ifndef DESCENT_AUTOGRAD_RATE_OF_CHANGE_H
#define DESCENT_AUTOGRAD_RATE_OF_CHANGE_H

#include "autograd/objective.h"
#include "base/real.h"

#include <stddef.h>

/* Writes every element of gradient. The coefficients are as before when it returns. Returns how
 * often it called loss_at. count is at least 1. epsilon is not 0; a negative one looks to the other
 * side. */
size_t rate_of_change(const struct objective *objective, size_t count,
                      real *coefficients /* (count) */, real epsilon, real *gradient /* (count) */);

#endif
