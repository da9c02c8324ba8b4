/* optim/gradient_descent.h: one step of gradient descent, value <- value - rate * gradient. */
#ifndef DESCENT_OPTIM_GRADIENT_DESCENT_H
#define DESCENT_OPTIM_GRADIENT_DESCENT_H

#include "tensor/parameter.h"

/* Moves the parameter's values against its gradient; the gradient stays as it is. */
void gradient_descent_step(const struct parameter *parameter, real rate);

#endif
