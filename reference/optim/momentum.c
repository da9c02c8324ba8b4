/* Gradient descent with momentum. The header says what the function must do. */
#include "optim/momentum.h"

#include "base/todo.h"

void momentum_step(const struct parameter *parameter, real rate, real beta,
                   real *previous /* (parameter->count) */)
{
    for (size_t i = 0; i < parameter->count; i++) {
        const real here = parameter->value[i];
        const real last_move = here - previous[i];
        parameter->value[i] = here - rate * parameter->gradient[i] + beta * last_move;
        previous[i] = here;
    }
}
