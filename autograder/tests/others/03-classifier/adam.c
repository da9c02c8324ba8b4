/* Adam. The header says what the function must do. */
#include "optim/adam.h"

#include <tgmath.h>

/* What is left of the start after so many steps. */
static real remains(real beta, size_t steps)
{
    real left = 1;
    while (steps > 0) {
        if (steps % 2 == 1) {
            left *= beta;
        }
        beta *= beta;
        steps /= 2;
    }
    return left;
}

void adam_step(const struct parameter *parameter, const struct adam_settings *settings, size_t t,
               real *m /* (parameter->count) */, real *v /* (parameter->count) */)
{
    real grown_m = 1 / (1 - remains(settings->beta1, t));
    real grown_v = 1 / (1 - remains(settings->beta2, t));
    for (size_t k = 0; k < parameter->count; ++k) {
        real slope = parameter->gradient[k];
        m[k] += (1 - settings->beta1) * (slope - m[k]);
        v[k] += (1 - settings->beta2) * (slope * slope - v[k]);
        real length = sqrt(v[k] * grown_v) + settings->epsilon;
        parameter->value[k] -= settings->rate * m[k] * grown_m / length;
    }
}
