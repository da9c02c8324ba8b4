/* Momentum that looks ahead, as optim/nesterov.c does it. */
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/threads.h"
#include "tensor/parameter.h"

struct lookahead {
    const struct parameter *parameter;
    real rate, beta, *velocity;
};

static void look_ahead(void *context, size_t from, size_t to)
{
    const struct lookahead *const ahead = context;
    const real rate = ahead->rate, beta = ahead->beta, *const gradient = ahead->parameter->gradient;
    real *const restrict value = ahead->parameter->value, *const restrict velocity =
                                                              ahead->velocity;
    for (size_t i = from; i < to; i++) {
        velocity[i] = beta * velocity[i] + gradient[i];
        value[i] -= rate * (gradient[i] + beta * velocity[i]);
    }
}

void fast_nesterov_step(const struct parameter *parameter, real rate, real beta,
                        real *velocity /* (parameter->count) */)
{
    struct lookahead ahead = {parameter, rate, beta, velocity};
    threads_share(parameter->count, step_piece, look_ahead, &ahead);
}
