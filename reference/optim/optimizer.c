#include "optim/optimizer.h"

#include "base/message.h"
#include "kernels/device.h"
#include "optim/gradient_descent.h"
#include "optim/momentum.h"
#include "optim/weight_decay.h"

#include <string.h>

/* --- two methods ------------------------------------------------------------------------------ */

/* gcc's `a ?: b` is a where a is not NULL, else b. */

static void step_gradient_descent(const struct optimizer *optimizer, size_t count,
                                  const struct parameter *parameter, real *const *state)
{
    (void)state;
    const struct backend *const backend = optimizer->settings.backend;
    for (size_t i = 0; i < count; i++) {
        (backend->gradient_descent_step ?: gradient_descent_step)(&parameter[i],
                                                                  optimizer->settings.rate);
    }
}

const struct optimizer_method optimizer_gradient_descent = {
    .name = "sgd",
    .step = step_gradient_descent,
    .usual = {.method = &optimizer_gradient_descent, .rate = (real)0.1},
};

/* Of the decoupled weight decay. */
static void shift(const struct optimizer_settings *settings, const struct parameter *parameter,
                  real *previous)
{
    const struct device *const device = settings->backend->device;
    const real decay = settings->decoupled_decay;
    if (device) {
        device->weight_decay_decoupled_shift(parameter, decay, previous);
    } else {
        weight_decay_decoupled_shift(parameter, settings->rate, decay, previous);
    }
}

static void step_momentum(const struct optimizer *optimizer, size_t count,
                          const struct parameter *parameter, real *const *state)
{
    const struct optimizer_settings *const settings = &optimizer->settings;
    for (size_t i = 0; i < count; i++) {
        if (settings->decoupled_decay != 0) {
            shift(settings, &parameter[i], state[i]);
        }
        (settings->backend->momentum_step ?: momentum_step)(&parameter[i], settings->rate,
                                                            settings->beta, state[i]);
    }
}

const struct optimizer_method optimizer_momentum = {
    .name = "momentum",
    .states = 1,
    .state_name = {"previous"},
    .begins_at_values = true,
    .decays_itself = true,
    .step = step_momentum,
    .usual = {.method = &optimizer_momentum, .rate = (real)0.05, .beta = (real)0.9},
};

/* --- making one ------------------------------------------------------------------------------- */

static const struct optimizer_method *method_of(const struct optimizer_settings *settings)
{
    if (settings->method && settings->method != &optimizer_gradient_descent) {
        return settings->method;
    }
    return settings->beta != 0 ? &optimizer_momentum : &optimizer_gradient_descent;
}

static void require_share(const char *method, const char *name, real share)
{
    if (!(share >= 0 && share < 1)) {
        panic("optimizer_new: %s with %s %g, expected 0 to below 1", method, name, (double)share);
    }
}

static void require_not_negative(const char *method, const char *name, real number)
{
    if (!(number >= 0)) {
        panic("optimizer_new: %s with %s %g, expected 0 or more", method, name, (double)number);
    }
}

static void require_settings(const struct optimizer_settings *settings)
{
    const struct optimizer_method *const method = settings->method;
    require_not_negative(method->name, "rate", settings->rate);
    require_share(method->name, "beta", settings->beta);
    require_share(method->name, "decay", settings->decay);
    require_share(method->name, "beta1", settings->beta1);
    require_share(method->name, "beta2", settings->beta2);
    require_not_negative(method->name, "coupled_decay", settings->coupled_decay);
    require_not_negative(method->name, "decoupled_decay", settings->decoupled_decay);
    if (method->divides && !(settings->epsilon > 0)) { /* 0 / (0 + 0) is not a number */
        panic("optimizer_new: %s with epsilon %g, expected more than 0", method->name,
              (double)settings->epsilon);
    }
}

static real *state_array(struct arena *arena, const struct parameter *parameter, bool copies)
{
    const size_t bytes = parameter->count * sizeof(real);
    real *const array = arena_reals(arena, parameter->count);
    return copies ? memcpy(array, parameter->value, bytes) : memset(array, 0, bytes);
}

static void take_state(struct optimizer *optimizer, struct arena *arena)
{
    const struct optimizer_method *const method = optimizer->settings.method;
    const size_t arrays = optimizer_states(optimizer);
    if (arrays == 0) {
        return;
    }
    optimizer->state = arena_take(arena, arrays * sizeof *optimizer->state);
    for (size_t i = 0; i < arrays; i++) {
        const struct parameter *const parameter = &optimizer->parameter[i / method->states];
        optimizer->state[i] = state_array(arena, parameter, method->begins_at_values);
    }
}

static size_t longest_of(const struct parameter *parameter, size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        longest = parameter[i].count > longest ? parameter[i].count : longest;
    }
    return longest;
}

struct optimizer optimizer_new(struct arena *arena, const struct parameter *parameter, size_t count,
                               struct optimizer_settings settings)
{
    static const struct backend none = {.name = "none"};
    struct optimizer optimizer = {.settings = settings, .count = count, .parameter = parameter};
    optimizer.settings.method = method_of(&settings);
    optimizer.settings.backend = settings.backend ?: &none;
    require_settings(&optimizer.settings);
    take_state(&optimizer, arena);
    if (settings.coupled_decay != 0) {
        optimizer.pulled = arena_reals(arena, longest_of(parameter, count));
    }
    return optimizer;
}

/* --- a step ----------------------------------------------------------------------------------- */

void optimizer_zero_gradients(const struct optimizer *optimizer)
{
    const struct device *const device = optimizer->settings.backend->device;
    for (size_t i = 0; i < optimizer->count; i++) {
        const struct parameter *const parameter = &optimizer->parameter[i];
        const size_t bytes = parameter->count * sizeof *parameter->gradient;
        if (device) {
            device->zero(parameter->gradient, bytes);
        } else {
            memset(parameter->gradient, 0, bytes);
        }
    }
}

/* The gradient with the coupled decay in it. */
static real *pulled_gradient(const struct optimizer *optimizer, const struct parameter *parameter)
{
    const struct optimizer_settings *const settings = &optimizer->settings;
    const struct device *const device = settings->backend->device;
    if (device) {
        device->weight_decay_coupled(parameter, settings->coupled_decay, optimizer->pulled);
    } else {
        weight_decay_coupled(parameter, settings->coupled_decay, optimizer->pulled);
    }
    return optimizer->pulled;
}

static void decay_decoupled(const struct optimizer_settings *settings,
                            const struct parameter *parameter)
{
    const struct device *const device = settings->backend->device;
    if (device) {
        device->weight_decay_decoupled(parameter, settings->decoupled_decay);
    } else {
        weight_decay_decoupled(parameter, settings->rate, settings->decoupled_decay);
    }
}

/* One parameter with weight decay. */
static void step_decayed(const struct optimizer *optimizer, struct parameter parameter,
                         real *const *state)
{
    const struct optimizer_settings *const settings = &optimizer->settings;
    if (settings->coupled_decay != 0) {
        parameter.gradient = pulled_gradient(optimizer, &parameter);
    }
    if (settings->decoupled_decay != 0 && !settings->method->decays_itself) {
        decay_decoupled(settings, &parameter);
    }
    settings->method->step(optimizer, 1, &parameter, state);
}

void optimizer_step(struct optimizer *optimizer)
{
    const struct optimizer_settings *const settings = &optimizer->settings;
    const size_t states = settings->method->states;
    if (settings->coupled_decay == 0 && settings->decoupled_decay == 0) {
        settings->method->step(optimizer, optimizer->count, optimizer->parameter, optimizer->state);
    } else {
        for (size_t i = 0; i < optimizer->count; i++) {
            step_decayed(optimizer, optimizer->parameter[i],
                         states > 0 ? &optimizer->state[i * states] : NULL);
        }
    }
    optimizer->steps++;
}

/* --- checkpoints ------------------------------------------------------------------------------ */

size_t optimizer_states(const struct optimizer *optimizer)
{
    return optimizer->count * optimizer->settings.method->states;
}

struct optimizer_state optimizer_state(const struct optimizer *optimizer, size_t i)
{
    const struct optimizer_method *const method = optimizer->settings.method;
    if (i >= optimizer_states(optimizer)) {
        panic("optimizer_state: %s has %zu state arrays, number %zu was asked for", method->name,
              optimizer_states(optimizer), i);
    }
    const size_t of = i / method->states;
    return (struct optimizer_state){.name = method->state_name[i % method->states],
                                    .parameter = of,
                                    .count = optimizer->parameter[of].count,
                                    .array = optimizer->state[i]};
}
