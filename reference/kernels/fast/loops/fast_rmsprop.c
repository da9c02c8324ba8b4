/* RMSprop, as optim/rmsprop.c does it. */
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/threads.h"
#include "tensor/parameter.h"

#include <tgmath.h>

struct rmsprop {
    const struct parameter *parameter;
    real rate, decay, epsilon, *mean_square;
};

static void adapt(void *context, size_t from, size_t to)
{
    const struct rmsprop *const own = context;
    const real rate = own->rate, decay = own->decay, epsilon = own->epsilon;
    const real *const gradient = own->parameter->gradient;
    real *const restrict value = own->parameter->value;
    real *const restrict mean_square = own->mean_square;
    for (size_t i = from; i < to; i++) {
        mean_square[i] = decay * mean_square[i] + (1 - decay) * gradient[i] * gradient[i];
        value[i] -= rate * gradient[i] / (sqrt(mean_square[i]) + epsilon);
    }
}

void fast_rmsprop_step(const struct parameter *parameter, real rate, real decay, real epsilon,
                       real *mean_square /* (parameter->count) */)
{
    struct rmsprop own = {parameter, rate, decay, epsilon, mean_square};
    threads_share(parameter->count, step_piece, adapt, &own);
}
