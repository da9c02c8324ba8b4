/* Gradient descent. The header says what the function must do. */
#include "optim/gradient_descent.h"

void gradient_descent_step(const struct parameter *parameter, real rate)
{
    real *v = parameter->value;
    const real *g = parameter->gradient;
    const real *end = v + parameter->count;
    while (v < end) {
        *v++ -= *g++ * rate;
    }
}
