/* AdamW, as optim/adamw.c does it: the pull towards 0 and then a step of Adam, on a piece that stays in
 * the first-level cache between the two. */
#include "kernels/adam_settings.h"
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/threads.h"
#include "tensor/parameter.h"

struct adamw {
    const struct parameter *parameter;
    const struct adam_settings *settings;
    real decay;
    size_t t;
    real *m, *v;
};

static void pull(size_t count, real share, real *value /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        value[i] -= share * value[i];
    }
}

static void pull_and_step(void *context, size_t from, size_t to)
{
    enum { piece = 2048 };
    const struct adamw *const own = context;
    for (size_t start = from; start < to; start += piece) {
        const struct parameter part = {.count = to - start < piece ? to - start : piece,
                                       .value = own->parameter->value + start,
                                       .gradient = own->parameter->gradient + start};
        pull(part.count, own->settings->rate * own->decay, part.value);
        fast_adam_step(&part, own->settings, own->t, own->m + start, own->v + start);
    }
}

void fast_adamw_step(const struct parameter *parameter, const struct adam_settings *settings,
                     real decay, size_t t, real *m /* (parameter->count) */,
                     real *v /* (parameter->count) */)
{
    struct adamw own = {parameter, settings, decay, t, m, v};
    threads_share(parameter->count, step_piece, pull_and_step, &own);
}
