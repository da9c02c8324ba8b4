/* The drivers of 3.7 to 3.10: some steps in a row, and a small training. */
#include "optim/adagrad.h"
#include "optim/adam.h"
#include "optim/adamw.h"
#include "optim/rmsprop.h"
#include "worker/lab03.h"

#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

/* One step number t of one of the optimizers, with the settings that came with the call. `first` and
 * `second` are what it remembers, (parameter->count). */
typedef void optimizer_step(const struct call *call, const struct parameter *parameter, size_t t,
                            real *first, real *second);

static void step_of_adagrad(const struct call *call, const struct parameter *parameter, size_t t,
                            real *first, real *second)
{
    (void)t;
    (void)second;
    adagrad_step(parameter, number(call, "rate"), number(call, "epsilon"), first);
}

static void step_of_rmsprop(const struct call *call, const struct parameter *parameter, size_t t,
                            real *first, real *second)
{
    (void)t;
    (void)second;
    rmsprop_step(parameter, number(call, "rate"), number(call, "decay"), number(call, "epsilon"),
                 first);
}

static struct adam_settings settings_of(const struct call *call)
{
    return (struct adam_settings){number(call, "rate"), number(call, "beta1"),
                                  number(call, "beta2"), number(call, "epsilon")};
}

static void step_of_adam(const struct call *call, const struct parameter *parameter, size_t t,
                         real *first, real *second)
{
    const struct adam_settings settings = settings_of(call);
    adam_step(parameter, &settings, t, first, second);
}

static void step_of_adamw(const struct call *call, const struct parameter *parameter, size_t t,
                          real *first, real *second)
{
    const struct adam_settings settings = settings_of(call);
    adamw_step(parameter, &settings, number(call, "decay"), t, first, second);
}

/* --- some steps ------------------------------------------------------------------------------- */

/* start (count), gradients (steps,count), t of the first step where the optimizer has one, settings,
 * and what it remembers, by these names -> value (steps,count): that behind each step, and what it
 * remembers behind the last */
static void run_steps(const struct call *call, optimizer_step *step, const char *first_name,
                      const char *second_name)
{
    const size_t count = count_of(call, "start"), steps = size_of(call, "gradients", 0);
    const size_t t = is_given(call, "t") ? whole(call, "t") : 1;
    real *const value = copy_of(count, array(call, "start"));
    real *const gradients = array(call, "gradients");
    real *const first = array(call, first_name);
    real *const second = second_name ? array(call, second_name) : NULL;
    real *const values = output(call, "value", shape_2d(steps, count));
    for (size_t i = 0; i < steps; i++) {
        real *const gradient = copy_of(count, gradients + i * count);
        step(call, &(struct parameter){count, value, gradient}, t + i, first, second);
        put_back(gradient, count, gradients + i * count);
        memcpy(values + i * count, value, count * sizeof *value);
    }
    free(value);
}

void exercise_3_7(const struct call *call)
{
    run_steps(call, step_of_adagrad, "sum", NULL);
}

void exercise_3_8(const struct call *call)
{
    run_steps(call, step_of_rmsprop, "mean_square", NULL);
}

void exercise_3_9(const struct call *call)
{
    run_steps(call, step_of_adam, "m", "v");
}

void exercise_3_10(const struct call *call)
{
    run_steps(call, step_of_adamw, "m", "v");
}

/* --- a small training ------------------------------------------------------------------------- */

/* What is trained: one neuron that says +1 or -1,
 *
 *     L(w) = 1/n sum over i of (tanh(w[inputs] + sum over j of w[j] x[i][j]) - y[i])^2
 *
 * Its gradient is measured, so that the training needs no other exercise. */
struct neuron {
    size_t n, inputs;
    const real *x, *y; /* (n,inputs), (n) */
};

static struct neuron neuron_of(const struct call *call)
{
    return (struct neuron){size_of(call, "x", 0), size_of(call, "x", 1), array(call, "x"),
                           array(call, "y")};
}

static real loss_of(const struct neuron *neuron, const real *w /* (inputs+1) */)
{
    real sum = 0;
    for (size_t i = 0; i < neuron->n; i++) {
        real drive = w[neuron->inputs];
        for (size_t j = 0; j < neuron->inputs; j++) {
            drive += w[j] * neuron->x[i * neuron->inputs + j];
        }
        const real error = tanh(drive) - neuron->y[i];
        sum += error * error;
    }
    return sum / (real)neuron->n;
}

static void measure_gradient(const struct neuron *neuron, real *w, real *gradient)
{
    const real step = (real)1e-5;
    for (size_t j = 0; j <= neuron->inputs; j++) {
        const real kept = w[j];
        w[j] = kept + step;
        const real above = loss_of(neuron, w);
        w[j] = kept - step;
        gradient[j] = (above - loss_of(neuron, w)) / (2 * step);
        w[j] = kept;
    }
}

/* x (n,inputs), y (n), w (inputs+1), steps, every, settings -> ws: what w is behind each `every`
 * steps, over all rows at once */
static void run_training(const struct call *call, optimizer_step *step)
{
    const struct neuron neuron = neuron_of(call);
    const size_t count = count_of(call, "w"), every = whole(call, "every");
    real *const ws = output(call, "ws", shape_2d(whole(call, "steps") / every, count));
    real *const value = copy_of(count, array(call, "w")), *const gradient = scratch(count);
    real *const first = scratch(count), *const second = scratch(count);
    memset(first, 0, count * sizeof *first);
    memset(second, 0, count * sizeof *second);
    for (size_t t = 1; t <= whole(call, "steps"); t++) {
        measure_gradient(&neuron, value, gradient);
        step(call, &(struct parameter){count, value, gradient}, t, first, second);
        if (t % every == 0) {
            memcpy(ws + (t / every - 1) * count, value, count * sizeof *value);
        }
    }
    free(value);
    free(gradient);
    free(first);
    free(second);
}

void exercise_3_7_training(const struct call *call)
{
    run_training(call, step_of_adagrad);
}

void exercise_3_8_training(const struct call *call)
{
    run_training(call, step_of_rmsprop);
}

void exercise_3_9_training(const struct call *call)
{
    run_training(call, step_of_adam);
}

void exercise_3_10_training(const struct call *call)
{
    run_training(call, step_of_adamw);
}

/* x (n,inputs), y (n), ws (points,inputs+1) -> losses (points); for any of the optimizers */
void exercise_3_7_losses(const struct call *call)
{
    const struct neuron neuron = neuron_of(call);
    const size_t points = size_of(call, "ws", 0), count = size_of(call, "ws", 1);
    real *const losses = output(call, "losses", shape_1d(points));
    for (size_t i = 0; i < points; i++) {
        losses[i] = loss_of(&neuron, array(call, "ws") + i * count);
    }
}
