/* kernels/naive/dropout.h: inverted dropout: in training each value is dropped with probability
 * `rate`, and those that stay grow by 1 / (1 - rate), so that the mean stays as it was and nothing
 * need be done in evaluation.
 *
 *     mask[i] = 0 with probability rate, else 1 / (1 - rate);  y[i] = x[i] mask[i]
 *
 * Source: N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting",
 * 2014. `rate` is from 0 to below 1.
 */
#ifndef DESCENT_KERNELS_NAIVE_DROPOUT_H
#define DESCENT_KERNELS_NAIVE_DROPOUT_H

#include "base/pcg32.h"
#include "base/real.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes every element of mask and of y. In training it draws one number an element, in their order,
 * pcg32_uniform(generator, 0, 1), and drops the element where that is below `rate`. Outside of training
 * the mask is all 1, y is x, and no random number is drawn: the generator may be NULL. */
void dropout_forward(size_t count, real rate, bool training, struct pcg32 *generator,
                     const real *x /* (count) */, real *mask /* (count) */, real *y /* (count) */);

/* dx += dy where x was kept, as much larger as it was. `mask` is what dropout_forward wrote. */
void dropout_backward(size_t count, const real *mask /* (count) */, const real *dy /* (count) */,
                      real *dx /* (count) */);

#endif
