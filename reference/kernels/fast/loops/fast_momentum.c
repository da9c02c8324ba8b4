/* Gradient descent with momentum, as optim/momentum.c does it. */
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/threads.h"
#include "tensor/parameter.h"

struct roll {
    const struct parameter *parameter;
    real rate, beta, *previous;
};

static void roll_on(void *context, size_t from, size_t to)
{
    const struct roll *const roll = context;
    const real rate = roll->rate, beta = roll->beta, *const gradient = roll->parameter->gradient;
    real *const restrict value = roll->parameter->value, *const restrict previous = roll->previous;
    for (size_t i = from; i < to; i++) {
        const real here = value[i];
        value[i] = here - rate * gradient[i] + beta * (here - previous[i]);
        previous[i] = here;
    }
}

void fast_momentum_step(const struct parameter *parameter, real rate, real beta,
                        real *previous /* (parameter->count) */)
{
    struct roll roll = {parameter, rate, beta, previous};
    threads_share(parameter->count, step_piece, roll_on, &roll);
}
