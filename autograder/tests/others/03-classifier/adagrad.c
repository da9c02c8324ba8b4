/* Adagrad. The header says what the function must do. */
#include "optim/adagrad.h"

#include <tgmath.h>

void adagrad_step(const struct parameter *parameter, real rate, real epsilon,
                  real *sum /* (parameter->count) */)
{
    const real *slope = parameter->gradient;
    for (size_t k = 0; k < parameter->count; ++k) {
        sum[k] = sum[k] + slope[k] * slope[k];
        real own_rate = rate / (epsilon + sqrt(sum[k]));
        parameter->value[k] = parameter->value[k] - own_rate * slope[k];
    }
}
