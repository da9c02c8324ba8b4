/* A training of which only its course is kept. The header says what each function does. */
#include "03-classifier/given/trial.h"

#include "base/clock.h"

#include <string.h>

enum { most_points = 24 };

struct trial trial_new(struct lab *lab, const struct recipe *recipe, struct images training,
                       struct images validation, uint64_t stream)
{
    struct arena *const arena = &lab->model;
    struct trial trial = {
        .history = {.moment = arena_take(arena, (recipe->epochs + 1) * sizeof(struct moment))},
        .curve = {.epoch = arena_reals(arena, most_points),
                  .loss = arena_reals(arena, most_points),
                  .images = training.count,
                  .epochs = recipe->epochs}};
    trial.mark = arena->used;
    trial.learner = learner_new(lab, recipe, training, validation, stream);
    return trial;
}

/* Who listens during a training: the curve to each step, the section to each epoch. */
struct listeners {
    struct loss_curve *curve;
    const struct course *course;
};

/* A part is over when its share of all images has passed. */
static void add_step(struct loss_curve *curve, size_t images, real loss)
{
    curve->sum += loss;
    curve->steps++;
    if (images * most_points < (curve->count + 1) * curve->images * curve->epochs) {
        return;
    }
    curve->epoch[curve->count] = (real)(curve->begin + images) / (real)(2 * curve->images);
    curve->loss[curve->count] = curve->sum / (real)curve->steps;
    curve->count++;
    curve->begin = images;
    curve->steps = 0;
    curve->sum = 0;
}

static void hear_step(size_t images, real loss, void *listener)
{
    const struct listeners *const listeners = listener;
    add_step(listeners->curve, images, loss);
}

static void hear_epoch(struct learner *learner, const struct moment *moment, void *listener)
{
    const struct course *const course = ((const struct listeners *)listener)->course;
    if (course->listen) {
        course->listen(learner, moment, course->listener);
    }
}

void trial_train(struct trial *trial, const struct course *course)
{
    struct listeners listeners = {&trial->curve, course};
    struct course heard = *course;
    heard.hear = hear_step;
    heard.listen = hear_epoch;
    heard.listener = &listeners;
    const double start = clock_now();
    const struct history history = learner_train(trial->learner, &heard);
    trial->seconds = clock_now() - start;
    memcpy(trial->history.moment, history.moment, history.count * sizeof *history.moment);
    trial->history.count = history.count;
    trial->history.lost = history.lost;
    arena_reset(&trial->learner->lab->model, trial->mark);
    trial->learner = NULL;
}

void loss_curve_write(struct trace *trace, const struct loss_curve *curve)
{
    for (size_t i = 0; i < curve->count; i++) {
        trace_row(trace, (real[]){curve->epoch[i], curve->loss[i], REAL_NAN});
    }
}
