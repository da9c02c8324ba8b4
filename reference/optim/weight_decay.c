#include "optim/weight_decay.h"

void weight_decay_coupled(const struct parameter *parameter, real decay, real *pulled)
{
    for (size_t i = 0; i < parameter->count; i++) {
        pulled[i] = parameter->gradient[i] + decay * parameter->value[i];
    }
}

void weight_decay_decoupled(const struct parameter *parameter, real rate, real decay)
{
    const real share = rate * decay;
    for (size_t i = 0; i < parameter->count; i++) {
        parameter->value[i] -= share * parameter->value[i];
    }
}

void weight_decay_decoupled_shift(const struct parameter *parameter, real rate, real decay,
                                  real *previous)
{
    const real share = rate * decay;
    for (size_t i = 0; i < parameter->count; i++) {
        const real pull = share * parameter->value[i];
        parameter->value[i] -= pull;
        previous[i] -= pull;
    }
}
