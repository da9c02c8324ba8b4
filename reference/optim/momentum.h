/* optim/momentum.h: one step of gradient descent with momentum, the heavy ball.
 *
 *     new value = value - rate * gradient + beta (value - previous value)
 *
 * The last term repeats a share beta of the last move: a ball that rolls on.
 * Source: B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
 * Many books and frameworks keep a velocity v <- beta v - rate * gradient, value <- value + v
 * instead; the path is the same while the rate is. Here the previous position is kept, because it
 * can be seen in a plot.
 */
#ifndef DESCENT_OPTIM_MOMENTUM_H
#define DESCENT_OPTIM_MOMENTUM_H

#include "tensor/parameter.h"

/* Moves the parameter's values and leaves in `previous` the values from before this step. The
 * gradient stays as it is. Before the first step, `previous` is a copy of the values: no move yet.
 */
void momentum_step(const struct parameter *parameter, real rate, real beta,
                   real *previous /* (parameter->count) */);

#endif
