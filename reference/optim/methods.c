#include "optim/methods.h"

#include "optim/adagrad.h"
#include "optim/adam.h"
#include "optim/adamw.h"
#include "optim/nesterov.h"
#include "optim/rmsprop.h"

#include <string.h>

/* gcc's `a ?: b` is a where a is not NULL, else b. */

static void step_nesterov(const struct optimizer *optimizer, size_t count,
                          const struct parameter *parameter, real *const *state)
{
    const struct optimizer_settings *const settings = &optimizer->settings;
    for (size_t i = 0; i < count; i++) {
        (settings->backend->nesterov_step ?: nesterov_step)(&parameter[i], settings->rate,
                                                            settings->beta, state[i]);
    }
}

const struct optimizer_method optimizer_nesterov = {
    .name = "nesterov",
    .states = 1,
    .state_name = {"velocity"},
    .step = step_nesterov,
    .usual = {.method = &optimizer_nesterov, .rate = (real)0.05, .beta = (real)0.9},
};

static void step_adagrad(const struct optimizer *optimizer, size_t count,
                         const struct parameter *parameter, real *const *state)
{
    const struct optimizer_settings *const settings = &optimizer->settings;
    for (size_t i = 0; i < count; i++) {
        (settings->backend->adagrad_step ?: adagrad_step)(&parameter[i], settings->rate,
                                                          settings->epsilon, state[i]);
    }
}

const struct optimizer_method optimizer_adagrad = {
    .name = "adagrad",
    .states = 1,
    .state_name = {"sum"},
    .divides = true,
    .step = step_adagrad,
    .usual = {.method = &optimizer_adagrad, .rate = (real)0.01, .epsilon = (real)1e-10},
};

static void step_rmsprop(const struct optimizer *optimizer, size_t count,
                         const struct parameter *parameter, real *const *state)
{
    const struct optimizer_settings *const settings = &optimizer->settings;
    for (size_t i = 0; i < count; i++) {
        (settings->backend->rmsprop_step ?: rmsprop_step)(
            &parameter[i], settings->rate, settings->decay, settings->epsilon, state[i]);
    }
}

const struct optimizer_method optimizer_rmsprop = {
    .name = "rmsprop",
    .states = 1,
    .state_name = {"mean_square"},
    .divides = true,
    .step = step_rmsprop,
    .usual = {.method = &optimizer_rmsprop,
              .rate = (real)0.001,
              .decay = (real)0.99,
              .epsilon = (real)1e-8},
};

static struct adam_settings adam_settings_of(const struct optimizer_settings *settings)
{
    return (struct adam_settings){.rate = settings->rate,
                                  .beta1 = settings->beta1,
                                  .beta2 = settings->beta2,
                                  .epsilon = settings->epsilon};
}

static void step_adam(const struct optimizer *optimizer, size_t count,
                      const struct parameter *parameter, real *const *state)
{
    const struct optimizer_settings *const settings = &optimizer->settings;
    const struct adam_settings adam = adam_settings_of(settings);
    const size_t t = optimizer->steps + 1;
    for (size_t i = 0; i < count; i++) {
        (settings->backend->adam_step ?: adam_step)(&parameter[i], &adam, t, state[2 * i],
                                                    state[2 * i + 1]);
    }
}

const struct optimizer_method optimizer_adam = {
    .name = "adam",
    .states = 2,
    .state_name = {"m", "v"},
    .divides = true,
    .step = step_adam,
    .usual = {.method = &optimizer_adam,
              .rate = (real)0.001,
              .beta1 = (real)0.9,
              .beta2 = (real)0.999,
              .epsilon = (real)1e-8},
};

static void step_adamw(const struct optimizer *optimizer, size_t count,
                       const struct parameter *parameter, real *const *state)
{
    const struct optimizer_settings *const settings = &optimizer->settings;
    const struct adam_settings adam = adam_settings_of(settings);
    const size_t t = optimizer->steps + 1;
    for (size_t i = 0; i < count; i++) {
        (settings->backend->adamw_step ?: adamw_step)(
            &parameter[i], &adam, settings->decoupled_decay, t, state[2 * i], state[2 * i + 1]);
    }
}

const struct optimizer_method optimizer_adamw = {
    .name = "adamw",
    .states = 2,
    .state_name = {"m", "v"},
    .decays_itself = true,
    .divides = true,
    .step = step_adamw,
    .usual = {.method = &optimizer_adamw,
              .rate = (real)0.001,
              .beta1 = (real)0.9,
              .beta2 = (real)0.999,
              .epsilon = (real)1e-8,
              .decoupled_decay = (real)0.01},
};

const struct optimizer_method *const optimizer_methods[] = {
    &optimizer_gradient_descent, &optimizer_momentum, &optimizer_nesterov, &optimizer_adagrad,
    &optimizer_rmsprop,          &optimizer_adam,     &optimizer_adamw,    NULL,
};

int optimizer_find(const char *name, struct optimizer_settings *settings, struct message *why)
{
    for (const struct optimizer_method *const *method = optimizer_methods; *method; method++) {
        if (strcmp((*method)->name, name) == 0) {
            *settings = (*method)->usual;
            return 0;
        }
    }
    return message_set(
        why, "expected sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw, found '%s'", name);
}
