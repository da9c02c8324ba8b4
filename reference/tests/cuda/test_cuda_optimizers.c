/* The optimizers' steps, weight decay and clipping on the device against the functions of optim/: a few steps each,
 * so that the state counts, too. */
#include "kernels/cuda/adagrad.h"
#include "kernels/cuda/adam.h"
#include "kernels/cuda/clip.h"
#include "kernels/cuda/gradient_descent.h"
#include "kernels/cuda/momentum.h"
#include "kernels/cuda/nesterov.h"
#include "kernels/cuda/rmsprop.h"
#include "kernels/cuda/weight_decay.h"
#include "optim/adagrad.h"
#include "optim/adam.h"
#include "optim/adamw.h"
#include "optim/clip.h"
#include "optim/gradient_descent.h"
#include "optim/momentum.h"
#include "optim/nesterov.h"
#include "optim/rmsprop.h"
#include "optim/weight_decay.h"
#include "tests/cuda/twins.h"

#include <math.h>

TestSuite(cuda_optimizers, .init = twins_begin, .fini = twins_end);

enum { cases = 24, steps = 3 };

static const float rate = 0.02F, beta = 0.7F, epsilon = 1e-3F, decay = 0.3F;
static const struct adam_settings settings = {0.02F, 0.6F, 0.9F, 1e-3F};
/* as usual, but for a rate that shows the step's last places, and one that the device must not look at */
static const struct adam_settings usual = {10, 0.9F, 0.999F, 1e-8F};
static const struct adam_settings usual_device = {1000, 0.9F, 0.999F, 1e-8F};

/* One step, on the host and on the device. a and b are the state. */
struct step {
    struct parameter parameter;
    struct twin gradient, value, a, b;
    size_t t;
    const struct cuda_step_numbers *numbers;
};

static struct twin at_least_zero(struct pcg32 *generator, size_t count)
{
    float *const numbers = random_reals(generator, count);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (numbers[i] + 1) / 2;
    }
    return twin_changing_given(count, numbers);
}

static void run_steps(struct pcg32 *generator, size_t number, void (*take)(const struct step *step))
{
    const size_t count = some_count(generator, number);
    if (number % 2 == 1) {
        shift_arrays(generator);
    }
    struct step step = {.value = twin_changing(generator, count)};
    step.a = at_least_zero(generator, count);
    step.b = at_least_zero(generator, count);
    for (step.t = 1; step.t <= steps; step.t++) {
        const struct cuda_step_numbers numbers = {rate, (int)step.t};
        step.numbers = device_copy(sizeof numbers, &numbers);
        step.gradient = twin_input(generator, count);
        step.parameter = (struct parameter){count, step.value.host, step.gradient.host};
        take(&step);
    }
    const float tolerance = 8 * REAL_EPSILON;
    assert_twin(step.value, tolerance);
    assert_twin(step.a, tolerance);
    assert_twin(step.b, tolerance);
}

static void descend(const struct step *s)
{
    gradient_descent_step(&s->parameter, rate);
    cuda_gradient_descent(s->value.count, &s->numbers->rate, s->gradient.device, s->value.device);
}

static void gradient_descent(struct pcg32 *generator, size_t number)
{
    run_steps(generator, number, descend);
}

Test(cuda_optimizers, gradient_descent)
{
    run_cases(cases, gradient_descent);
}

static void roll(const struct step *s)
{
    momentum_step(&s->parameter, rate, beta, s->a.host);
    cuda_momentum_step(s->value.count, s->gradient.device, s->value.device, s->numbers, beta,
                       s->a.device);
}

static void momentum(struct pcg32 *generator, size_t number)
{
    run_steps(generator, number, roll);
}

Test(cuda_optimizers, momentum)
{
    run_cases(cases, momentum);
}

static void look_ahead(const struct step *s)
{
    nesterov_step(&s->parameter, rate, beta, s->a.host);
    cuda_nesterov_step(s->value.count, s->gradient.device, s->value.device, s->numbers, beta,
                       s->a.device);
}

static void nesterov(struct pcg32 *generator, size_t number)
{
    run_steps(generator, number, look_ahead);
}

Test(cuda_optimizers, nesterov)
{
    run_cases(cases, nesterov);
}

static void adapt(const struct step *s)
{
    adagrad_step(&s->parameter, rate, epsilon, s->a.host);
    cuda_adagrad_step(s->value.count, s->gradient.device, s->value.device, s->numbers, epsilon,
                      s->a.device);
}

static void adagrad(struct pcg32 *generator, size_t number)
{
    run_steps(generator, number, adapt);
}

Test(cuda_optimizers, adagrad)
{
    run_cases(cases, adagrad);
}

static void forget(const struct step *s)
{
    rmsprop_step(&s->parameter, rate, 0.8F, epsilon, s->a.host);
    cuda_rmsprop_step(s->value.count, s->gradient.device, s->value.device, s->numbers, 0.8F,
                      epsilon, s->a.device);
}

static void rmsprop(struct pcg32 *generator, size_t number)
{
    run_steps(generator, number, forget);
}

Test(cuda_optimizers, rmsprop)
{
    run_cases(cases, rmsprop);
}

static void move(const struct step *s)
{
    adam_step(&s->parameter, &settings, s->t, s->a.host, s->b.host);
    cuda_adam_step(s->value.count, s->gradient.device, s->value.device, s->numbers, &settings,
                   s->a.device, s->b.device);
}

static void adam(struct pcg32 *generator, size_t number)
{
    run_steps(generator, number, move);
}

Test(cuda_optimizers, adam)
{
    run_cases(cases, adam);
}

static void move_and_decay(const struct step *s)
{
    adamw_step(&s->parameter, &settings, decay, s->t, s->a.host, s->b.host);
    cuda_adamw_step(s->value.count, s->gradient.device, s->value.device, s->numbers, &settings,
                    decay, s->a.device, s->b.device);
}

static void adamw(struct pcg32 *generator, size_t number)
{
    run_steps(generator, number, move_and_decay);
}

Test(cuda_optimizers, adamw)
{
    run_cases(cases, adamw);
}

/* The usual settings, from state 0 on, at steps far apart, against the formula in double. */
static void late_step(struct pcg32 *generator, size_t number)
{
    static const int t[] = {1, 2, 10, 1000, 100000};
    const size_t count = 100;
    const struct cuda_step_numbers numbers = {usual.rate, t[number]};
    const struct twin gradient = twin_input(generator, count);
    const struct twin value = twin_changing(generator, count);
    const struct twin m = twin_changing(generator, count), v = at_least_zero(generator, count);
    cuda_adam_step(count, gradient.device, value.device, device_copy(sizeof numbers, &numbers),
                   &usual_device, m.device, v.device);
    const double beta1 = (double)usual.beta1, beta2 = (double)usual.beta2;
    for (size_t i = 0; i < count; i++) {
        const double g = (double)gradient.host[i];
        const double new_m = beta1 * (double)m.host[i] + (1 - beta1) * g;
        const double new_v = beta2 * (double)v.host[i] + (1 - beta2) * g * g;
        const double mhat = new_m / (1 - pow(beta1, t[number]));
        const double vhat = new_v / (1 - pow(beta2, t[number]));
        m.host[i] = (float)new_m;
        v.host[i] = (float)new_v;
        value.host[i] -= (float)((double)usual.rate * mhat / (sqrt(vhat) + (double)usual.epsilon));
    }
    assert_twin(m, 2 * REAL_EPSILON);
    assert_twin(v, 2 * REAL_EPSILON);
    assert_twin(value, 4 * REAL_EPSILON);
}

Test(cuda_optimizers, adam_is_exact_in_its_first_steps_and_late_ones)
{
    run_cases(5, late_step);
}

/* --- decay ------------------------------------------------------------------------------------- */

static void decay_apart(const struct step *s)
{
    weight_decay_decoupled(&s->parameter, rate, decay);
    cuda_weight_decay_decoupled(s->value.count, s->value.device, s->numbers, decay);
    weight_decay_decoupled_shift(&s->parameter, rate, decay, s->a.host);
    cuda_weight_decay_decoupled_shift(s->value.count, s->value.device, s->numbers, decay,
                                      s->a.device);
    weight_decay_coupled(&s->parameter, decay, s->b.host);
    cuda_weight_decay_coupled(s->value.count, s->gradient.device, s->value.device, decay,
                              s->b.device);
}

static void weight_decay(struct pcg32 *generator, size_t number)
{
    run_steps(generator, number, decay_apart);
}

Test(cuda_optimizers, weight_decay)
{
    run_cases(cases, weight_decay);
}

/* --- clipping ---------------------------------------------------------------------------------- */

enum { parameters = 3 };

struct clipped {
    struct twin gradient[parameters];
    float limit;
};

static void clip_both(const struct clipped *of, float tolerance)
{
    struct parameter parameter[parameters];
    const double zero = 0;
    double *const squares = device_copy(sizeof zero, &zero);
    for (size_t i = 0; i < parameters; i++) {
        const struct twin gradient = of->gradient[i];
        parameter[i] = (struct parameter){gradient.count, NULL, gradient.host};
        cuda_add_squares(gradient.count, gradient.device, squares);
    }
    double got = 0;
    device_fetch(sizeof got, squares, &got);
    const double norm = (double)clip_gradients(parameter, parameters, of->limit);
    cr_assert(fabs(sqrt(got) - norm) <= 1e-6 * norm || sqrt(got) == norm || isnan(norm),
              "the norm is %.9g, expected %.9g", sqrt(got), norm);
    for (size_t i = 0; i < parameters; i++) {
        const struct twin gradient = of->gradient[i];
        cuda_clip_gradient(gradient.count, of->limit, squares, gradient.device);
        assert_twin(gradient, tolerance);
    }
}

/* Limits above and below the norm. */
static void clip(struct pcg32 *generator, size_t number)
{
    struct clipped of = {.limit = number % 3 == 0 ? 100 : 0.1F};
    for (size_t i = 0; i < parameters; i++) {
        of.gradient[i] = twin_changing(generator, some_count(generator, number + i));
    }
    clip_both(&of, 2 * REAL_EPSILON);
}

Test(cuda_optimizers, clipping)
{
    run_cases(cases, clip);
}

/* Squares that no float holds, and norms that no factor mends. */
static void clip_extremes(struct pcg32 *generator, size_t number)
{
    const float extreme[] = {1e30F, 1e-30F, INFINITY};
    struct clipped of = {.limit = 1e-31F};
    for (size_t i = 0; i < parameters; i++) {
        float *const gradient = random_reals(generator, 40);
        for (size_t k = 0; k < 40; k++) {
            gradient[k] *= number < 2 || k == 17 ? extreme[number] : 1;
        }
        of.gradient[i] = twin_changing_given(40, gradient);
    }
    clip_both(&of, 0);
}

Test(cuda_optimizers, clipping_of_the_largest_and_smallest)
{
    run_cases(3, clip_extremes);
}

/* More elements than the blocks that sum have threads for at once. */
static void many_squares(struct pcg32 *generator, size_t number)
{
    (void)number;
    struct clipped of = {.limit = 1};
    of.gradient[0] = twin_changing(generator, 1024 * 1024 + 77);
    of.gradient[1] = twin_changing(generator, 1);
    of.gradient[2] = twin_changing(generator, 3);
    clip_both(&of, 2 * REAL_EPSILON);
}

Test(cuda_optimizers, elements_beyond_the_grid)
{
    run_cases(1, many_squares);
}
