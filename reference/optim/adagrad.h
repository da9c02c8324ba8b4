/* optim/adagrad.h: Adagrad: each coefficient has a learning rate of its own, which shrinks with all
 * that its gradient has been.
 *
 *     sum <- sum + gradient^2
 *     value <- value - rate gradient / (sqrt(sum) + epsilon)
 *
 * Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods for online learning and
 * stochastic optimization", 2011. epsilon stands outside of the root, as in PyTorch.
 */
#ifndef DESCENT_OPTIM_ADAGRAD_H
#define DESCENT_OPTIM_ADAGRAD_H

#include "tensor/parameter.h"

/* Moves the parameter's values and adds to `sum`, which is 0 before the first step and remembers all
 * steps. The gradient stays as it is. */
void adagrad_step(const struct parameter *parameter, real rate, real epsilon,
                  real *sum /* (parameter->count) */);

#endif
