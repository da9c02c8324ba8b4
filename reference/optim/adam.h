/* optim/adam.h: Adam: momentum and RMSprop together, both corrected for their start at 0.
 *
 *     m <- beta1 m + (1 - beta1) gradient                the gradient's running mean
 *     v <- beta2 v + (1 - beta2) gradient^2              its square's running mean
 *     mhat = m / (1 - beta1^t),  vhat = v / (1 - beta2^t)
 *     value <- value - rate mhat / (sqrt(vhat) + epsilon)
 *
 * Source: D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.
 * Usual settings are beta1 0.9, beta2 0.999, epsilon 1e-8.
 */
#ifndef DESCENT_OPTIM_ADAM_H
#define DESCENT_OPTIM_ADAM_H

#include "kernels/adam_settings.h" /* rate, beta1, beta2, epsilon */
#include "tensor/parameter.h"

/* Step number t = 1, 2, ...: moves the parameter's values and m and v, which are 0 before the first
 * step. The gradient stays as it is. */
void adam_step(const struct parameter *parameter, const struct adam_settings *settings, size_t t,
               real *m /* (parameter->count) */, real *v /* (parameter->count) */);

#endif
