/* optim/rmsprop.h: RMSprop: as Adagrad, but what was long ago is forgotten.
 *
 *     mean_square <- decay mean_square + (1 - decay) gradient^2
 *     value <- value - rate gradient / (sqrt(mean_square) + epsilon)
 *
 * Source: T. Tieleman, G. Hinton, "Neural networks for machine learning", lecture 6.5, 2012. A usual
 * decay is 0.9 or 0.99. epsilon stands outside of the root, as in PyTorch.
 */
#ifndef DESCENT_OPTIM_RMSPROP_H
#define DESCENT_OPTIM_RMSPROP_H

#include "tensor/parameter.h"

/* Moves the parameter's values and `mean_square`, which is 0 before the first step. The gradient
 * stays as it is. */
void rmsprop_step(const struct parameter *parameter, real rate, real decay, real epsilon,
                  real *mean_square /* (parameter->count) */);

#endif
