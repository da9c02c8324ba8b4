/* Gradient descent with momentum. The header says what the function must do. */
#include "optim/momentum.h"

void momentum_step(const struct parameter *parameter, real rate, real beta,
                   real *previous /* (parameter->count) */)
{
    for (size_t k = parameter->count; k-- > 0;) {
        real now = parameter->value[k];
        real last_move = now - previous[k];
        parameter->value[k] = now + beta * last_move - rate * parameter->gradient[k];
        previous[k] = now;
    }
}
