/* optim/nesterov.h: momentum that looks ahead.
 *
 *     velocity <- beta velocity + gradient
 *     value <- value - rate (gradient + beta velocity)
 *
 * The gradient counts as if it had been taken where the velocity is about to lead.
 * Source: Y. Nesterov, "A method for solving the convex programming problem with convergence rate
 * O(1/k^2)", 1983; in the form of I. Sutskever et al., "On the importance of initialization and
 * momentum in deep learning", 2013, that all frameworks use.
 */
#ifndef DESCENT_OPTIM_NESTEROV_H
#define DESCENT_OPTIM_NESTEROV_H

#include "tensor/parameter.h"

/* Moves the parameter's values and its velocity, which is 0 before the first step. The gradient
 * stays as it is. */
void nesterov_step(const struct parameter *parameter, real rate, real beta,
                   real *velocity /* (parameter->count) */);

#endif
