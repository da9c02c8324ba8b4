/* optim/weight_decay.h: a pull of every coefficient towards 0, in its two kinds.
 *
 *     coupled     the pull is part of the gradient:   gradient + decay value
 *     decoupled   the pull stands beside it:          value <- value - rate decay value
 *
 * The coupled kind is the gradient of loss + decay/2 |value|^2: it is what a penalty on large weights
 * (L2, ridge regression) does. For plain gradient descent the two are the same step. They differ for
 * an optimizer that divides the gradient by its size: there the coupled pull is divided, too.
 * Sources: A. Krogh, J. A. Hertz, "A simple weight decay can improve generalization", 1992; I.
 * Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2019.
 */
#ifndef DESCENT_OPTIM_WEIGHT_DECAY_H
#define DESCENT_OPTIM_WEIGHT_DECAY_H

#include "tensor/parameter.h"

/* Coupled: pulled = gradient + decay value, for a step that is given `pulled` as its gradient. The
 * parameter's own gradient and values stay as they are. */
void weight_decay_coupled(const struct parameter *parameter, real decay,
                          real *pulled /* (parameter->count) */);

/* Decoupled: moves the values by -rate decay value, just before the optimizer's step. The gradient,
 * taken where the values were, stays as it is. */
void weight_decay_decoupled(const struct parameter *parameter, real rate, real decay);

/* The same before a step of optim/momentum.h, which finds the last move in value - previous: both are
 * shifted, so that the pull is no move that rolls on. */
void weight_decay_decoupled_shift(const struct parameter *parameter, real rate, real decay,
                                  real *previous /* (parameter->count) */);

#endif
