/* Gradient descent, as optim/gradient_descent.c does it. */
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/threads.h"
#include "tensor/parameter.h"

struct descent {
    const struct parameter *parameter;
    real rate;
};

static void descend(void *context, size_t from, size_t to)
{
    const struct descent *const descent = context;
    const real rate = descent->rate, *const gradient = descent->parameter->gradient;
    real *const restrict value = descent->parameter->value;
    for (size_t i = from; i < to; i++) {
        value[i] -= rate * gradient[i];
    }
}

void fast_gradient_descent_step(const struct parameter *parameter, real rate)
{
    struct descent descent = {parameter, rate};
    threads_share(parameter->count, step_piece, descend, &descent);
}
