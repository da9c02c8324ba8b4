/* optim/adamw.h: Adam with decoupled weight decay.
 *
 *     value <- value - rate decay value                  pulls towards 0, apart from the gradient
 *     value <- Adam's step with the gradient alone       optim/adam.h
 *
 * Added to the gradient instead (coupled decay), the pull would go through Adam's moments and be
 * divided by their size: large gradients would decay less.
 * Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2019, algorithm 2, with
 * the decay multiplied by the rate, as in PyTorch.
 */
#ifndef DESCENT_OPTIM_ADAMW_H
#define DESCENT_OPTIM_ADAMW_H

#include "optim/adam.h"

/* Step number t = 1, 2, ...: moves the parameter's values and m and v, which are 0 before the first
 * step. The gradient stays as it is. */
void adamw_step(const struct parameter *parameter, const struct adam_settings *settings, real decay,
                size_t t, real *m /* (parameter->count) */, real *v /* (parameter->count) */);

#endif
