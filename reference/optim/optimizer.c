#include "optim/optimizer.h"

#include "optim/gradient_descent.h"
#include "optim/momentum.h"

#include <string.h>

struct optimizer optimizer_new(struct arena *arena, const struct parameter *parameter, size_t count,
                               struct optimizer_settings settings)
{
    struct optimizer optimizer = {.settings = settings, .count = count, .parameter = parameter};
    if (settings.beta == 0) {
        return optimizer;
    }
    optimizer.previous = arena_take(arena, count * sizeof *optimizer.previous);
    for (size_t i = 0; i < count; i++) {
        optimizer.previous[i] = arena_reals(arena, parameter[i].count);
        memcpy(optimizer.previous[i], parameter[i].value, parameter[i].count * sizeof(real));
    }
    return optimizer;
}

void optimizer_zero_gradients(const struct optimizer *optimizer)
{
    for (size_t i = 0; i < optimizer->count; i++) {
        const struct parameter *const parameter = &optimizer->parameter[i];
        memset(parameter->gradient, 0, parameter->count * sizeof *parameter->gradient);
    }
}

void optimizer_step(struct optimizer *optimizer)
{
    const struct optimizer_settings settings = optimizer->settings;
    for (size_t i = 0; i < optimizer->count; i++) {
        if (settings.beta == 0) {
            gradient_descent_step(&optimizer->parameter[i], settings.rate);
        } else {
            momentum_step(&optimizer->parameter[i], settings.rate, settings.beta,
                          optimizer->previous[i]);
        }
    }
    optimizer->steps++;
}
