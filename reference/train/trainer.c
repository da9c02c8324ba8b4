#include "train/trainer.h"

#include "base/message.h"
#include "optim/gradient_descent.h"
#include "optim/momentum.h"

#include <string.h>

static real *copy_of(struct arena *arena, const struct parameter *parameter)
{
    real *const copy = arena_reals(arena, parameter->count);
    memcpy(copy, parameter->value, parameter->count * sizeof *copy);
    return copy;
}

struct trainer trainer_new(struct arena *arena, struct linear_model *model,
                           const struct samples *samples, struct pcg32 *generator,
                           struct trainer_settings settings)
{
    if (samples->in != model->in || samples->out != model->out) {
        panic("trainer_new: samples are (%zu,%zu)->(%zu,%zu), the model maps %zu to %zu",
              samples->count, samples->in, samples->count, samples->out, model->in, model->out);
    }
    if (settings.batch < 1 || settings.batch > samples->count) {
        panic("trainer_new: batch of %zu rows, expected 1 to %zu", settings.batch, samples->count);
    }
    struct trainer trainer = {.model = model,
                              .samples = samples,
                              .generator = generator,
                              .rate = settings.rate,
                              .beta = settings.beta};
    trainer.batches = (struct batches){.count = samples->count, .size = settings.batch};
    trainer.batches.order = arena_take(arena, samples->count * sizeof(size_t));
    trainer.x = arena_reals(arena, settings.batch * model->in);
    trainer.y = arena_reals(arena, settings.batch * model->out);
    trainer.yhat = arena_reals(arena, settings.batch * model->out);
    trainer.dyhat = arena_reals(arena, settings.batch * model->out);
    trainer.dx = arena_reals(arena, settings.batch * model->in);
    trainer.previous_w = copy_of(arena, &model->w);
    trainer.previous_b = copy_of(arena, &model->b);
    return trainer;
}

static void set_zero(size_t count, real *array)
{
    for (size_t i = 0; i < count; i++) {
        array[i] = 0;
    }
}

void trainer_zero_gradients(struct trainer *trainer)
{
    const struct linear_model *const model = trainer->model;
    set_zero(trainer->batches.size * model->out, trainer->dyhat);
    set_zero(trainer->batches.size * model->in, trainer->dx);
    set_zero(model->w.count, model->w.gradient);
    set_zero(model->b.count, model->b.gradient);
}

void trainer_step(struct trainer *trainer, real loss)
{
    struct linear_model *const model = trainer->model;
    if (trainer->beta > 0) {
        momentum_step(&model->w, trainer->rate, trainer->beta, trainer->previous_w);
        momentum_step(&model->b, trainer->rate, trainer->beta, trainer->previous_b);
    } else {
        gradient_descent_step(&model->w, trainer->rate);
        gradient_descent_step(&model->b, trainer->rate);
    }
    trainer->steps++;
    if (trainer->after_step) {
        trainer->after_step(trainer, loss, trainer->listener);
    }
}
