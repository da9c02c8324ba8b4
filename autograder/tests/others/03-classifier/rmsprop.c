/* RMSprop. The header says what the function must do. */
#include "optim/rmsprop.h"

#include <tgmath.h>

void rmsprop_step(const struct parameter *parameter, real rate, real decay, real epsilon,
                  real *mean_square /* (parameter->count) */)
{
    for (size_t k = 0; k < parameter->count; ++k) {
        real slope = parameter->gradient[k], old = mean_square[k];
        mean_square[k] = old + (1 - decay) * (slope * slope - old);
        parameter->value[k] -= rate * (slope / (sqrt(mean_square[k]) + epsilon));
    }
}
