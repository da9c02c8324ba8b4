/* Adagrad, as optim/adagrad.c does it. */
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/threads.h"
#include "tensor/parameter.h"

#include <tgmath.h>

struct adagrad {
    const struct parameter *parameter;
    real rate, epsilon, *sum;
};

static void adapt(void *context, size_t from, size_t to)
{
    const struct adagrad *const own = context;
    const real rate = own->rate, epsilon = own->epsilon, *const gradient = own->parameter->gradient;
    real *const restrict value = own->parameter->value, *const restrict sum = own->sum;
    for (size_t i = from; i < to; i++) {
        sum[i] += gradient[i] * gradient[i];
        value[i] -= rate * gradient[i] / (sqrt(sum[i]) + epsilon);
    }
}

void fast_adagrad_step(const struct parameter *parameter, real rate, real epsilon,
                       real *sum /* (parameter->count) */)
{
    struct adagrad own = {parameter, rate, epsilon, sum};
    threads_share(parameter->count, step_piece, adapt, &own);
}
