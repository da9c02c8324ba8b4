#include "optim/nesterov.h"

void nesterov_step(const struct parameter *parameter, real rate, real beta,
                   real *velocity /* (parameter->count) */)
{
    for (size_t i = 0; i < parameter->count; i++) {
        const real gradient = parameter->gradient[i];
        velocity[i] = beta * velocity[i] + gradient;
        parameter->value[i] -= rate * (gradient + beta * velocity[i]);
    }
}
