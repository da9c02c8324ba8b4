/* Adam, as optim/adam.c does it, but for two of its three divisions: by 1 - beta^t, which is the same for
 * all coefficients. The step differs by a few units of its last place. */
#include "kernels/adam_settings.h"
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/threads.h"
#include "tensor/parameter.h"

#include <tgmath.h>

struct adam {
    const struct parameter *parameter;
    real rate, beta1, beta2, epsilon; /* rate: by 1 - beta1^t */
    real scale_of_v;                  /* 1 by 1 - beta2^t */
    real *m, *v;
};

static void adapt(void *context, size_t from, size_t to)
{
    const struct adam *const own = context;
    const real rate = own->rate, beta1 = own->beta1, beta2 = own->beta2, epsilon = own->epsilon;
    const real scale_of_v = own->scale_of_v, *const gradient = own->parameter->gradient;
    real *const restrict value = own->parameter->value;
    real *const restrict m = own->m, *const restrict v = own->v;
    for (size_t i = from; i < to; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * gradient[i];
        v[i] = beta2 * v[i] + (1 - beta2) * gradient[i] * gradient[i];
        value[i] -= rate * m[i] / (sqrt(v[i] * scale_of_v) + epsilon);
    }
}

void fast_adam_step(const struct parameter *parameter, const struct adam_settings *settings,
                    size_t t, real *m /* (parameter->count) */, real *v /* (parameter->count) */)
{
    const real beta1 = settings->beta1, beta2 = settings->beta2;
    struct adam own = {.parameter = parameter,
                       .rate = settings->rate / (1 - pow(beta1, (real)t)),
                       .beta1 = beta1,
                       .beta2 = beta2,
                       .epsilon = settings->epsilon,
                       .scale_of_v = 1 / (1 - pow(beta2, (real)t)),
                       .m = m,
                       .v = v};
    threads_share(parameter->count, step_piece, adapt, &own);
}
