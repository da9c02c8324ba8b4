/* RMSprop. The header says what the function must do. */
#include "optim/rmsprop.h"

#include "base/todo.h"

#include <tgmath.h>

void rmsprop_step(const struct parameter *parameter, real rate, real decay, real epsilon,
                  real *mean_square /* (parameter->count) */)
{
    for (size_t i = 0; i < parameter->count; i++) {
        const real gradient = parameter->gradient[i];
        mean_square[i] = decay * mean_square[i] + (1 - decay) * gradient * gradient;
        parameter->value[i] -= rate * gradient / (sqrt(mean_square[i]) + epsilon);
    }
}
