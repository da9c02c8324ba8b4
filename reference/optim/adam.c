/* Adam. The header says what the function must do. */
#include "optim/adam.h"

#include "base/todo.h"

#include <tgmath.h>

void adam_step(const struct parameter *parameter, const struct adam_settings *settings, size_t t,
               real *m /* (parameter->count) */, real *v /* (parameter->count) */)
{
    const real beta1 = settings->beta1, beta2 = settings->beta2;
    const real of_m = 1 - pow(beta1, (real)t), of_v = 1 - pow(beta2, (real)t);
    for (size_t i = 0; i < parameter->count; i++) {
        const real gradient = parameter->gradient[i];
        m[i] = beta1 * m[i] + (1 - beta1) * gradient;
        v[i] = beta2 * v[i] + (1 - beta2) * gradient * gradient;
        parameter->value[i] -=
            settings->rate * (m[i] / of_m) / (sqrt(v[i] / of_v) + settings->epsilon);
    }
}
