/* Adagrad. The header says what the function must do. */
#include "optim/adagrad.h"

#include "base/todo.h"

#include <tgmath.h>

void adagrad_step(const struct parameter *parameter, real rate, real epsilon,
                  real *sum /* (parameter->count) */)
{
    for (size_t i = 0; i < parameter->count; i++) {
        const real gradient = parameter->gradient[i];
        sum[i] += gradient * gradient;
        parameter->value[i] -= rate * gradient / (sqrt(sum[i]) + epsilon);
    }
}
