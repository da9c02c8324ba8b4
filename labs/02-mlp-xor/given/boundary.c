/* Section 2.12: the decision boundary, epoch by epoch. */
#include "02-mlp-xor/given/course.h"
#include "02-mlp-xor/given/plane.h"
#include "02-mlp-xor/given/sections.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { stills = 6, film_frames = 51, stream_of_training = 2121 };

/* --- what is learnt, and how ------------------------------------------------------------------ */

struct task {
    const char *set;
    struct plan plan;
};

static const struct task tasks[] = {
    {"xor",
     {.hidden = 8,
      .depth = 1,
      .activation = activation_sigmoid,
      .initialisation = initialisation_xavier,
      .rate = 1,
      .epochs = 1000}},
    {"moons",
     {.hidden = 16,
      .depth = 1,
      .activation = activation_tanh,
      .initialisation = initialisation_xavier,
      .rate = (real)0.3,
      .batch = 16,
      .epochs = 100}},
    {"spirals",
     {.hidden = 32,
      .depth = 2,
      .activation = activation_relu,
      .initialisation = initialisation_xavier,
      .rate = (real)0.1,
      .batch = 16,
      .epochs = 250}},
};

/* --- frames ----------------------------------------------------------------------------------- */

/* A picture of the boundary behind some epoch. */
struct frame {
    size_t epoch;
    struct score score;
    real *map;
};

struct film {
    struct frame frame[film_frames];
    size_t count, taken;
};

/* Many frames early, where much happens: at `epochs` times 0, 1/n^2, 4/n^2, ..., 1. */
static struct film plan_film(size_t epochs, size_t frames)
{
    struct film film = {.count = frames <= epochs + 1 ? frames : epochs + 1};
    for (size_t i = 1; i < film.count; i++) {
        const real share = (real)i / (real)(film.count - 1);
        const size_t epoch = (size_t)round((real)epochs * share * share);
        const size_t next = film.frame[i - 1].epoch + 1;
        film.frame[i].epoch = epoch > next ? epoch : next;
    }
    return film;
}

/* Blocks: the points; epoch, loss and share of right labels of each frame; each frame's map. */
static void write_film(const struct lab *lab, const char *name, const char *set,
                       const struct samples *points, const struct film *film)
{
    const struct window window = plane_window(points);
    struct trace trace = lab_trace_begin(lab, name, set, "x0 x1 label_or_probability");
    plane_write_points(&trace, points);
    trace_block(&trace, "epoch, loss and share of right labels of each picture below");
    for (size_t i = 0; i < film->taken; i++) {
        const struct frame *const f = &film->frame[i];
        const real share = (real)f->score.right / (real)points->count;
        trace_row(&trace, (real[]){(real)f->epoch, f->score.loss, share});
    }
    for (size_t i = 0; i < film->taken; i++) {
        trace_block(&trace, "the probability of label 1 in the plane");
        plane_write_map(&trace, window, film->frame[i].map);
    }
    lab_trace_finish(&trace);
}

/* --- one training ----------------------------------------------------------------------------- */

/* Listens behind each epoch. */
struct camera {
    struct lab *lab;
    struct window window;
    struct film still, moving;
};

static bool wants(const struct film *film, size_t epoch)
{
    return film->taken < film->count && film->frame[film->taken].epoch == epoch;
}

static void take(struct film *film, struct score score, real *map)
{
    film->frame[film->taken].score = score;
    film->frame[film->taken].map = map;
    film->taken++;
}

static void look(struct classifier *classifier, struct score score, void *listener)
{
    struct camera *const camera = listener;
    const bool still = wants(&camera->still, classifier->epoch);
    const bool moving = wants(&camera->moving, classifier->epoch);
    if (!still && !moving) {
        return;
    }
    real *const map = plane_map(camera->lab, classifier->learner, camera->window);
    if (still) {
        take(&camera->still, score, map);
    }
    if (moving) {
        take(&camera->moving, score, map);
    }
}

static void say_training(const struct history *history, size_t count)
{
    const struct moment end = history_end(history);
    printf("       after %zu epochs loss %.3g, %.1f %% right; ", end.epoch, (double)end.score.loss,
           100 * (double)end.score.right / (double)count);
    if (history->reached) {
        printf("97 %% for the first time after %zu\n", history->at);
    } else {
        puts("it has not come to 97 %");
    }
    history_say_lost(history);
}

static void train_and_draw(struct lab *lab, const struct task *task)
{
    const struct plan plan = plan_with(&lab->options, task->plan);
    const struct samples points = plane_points(lab, task->set);
    struct camera camera = {.lab = lab,
                            .window = plane_window(&points),
                            .still = plan_film(plan.epochs, stills),
                            .moving =
                                plan_film(plan.epochs, lab->options.animate ? film_frames : 0)};
    struct classifier *const classifier = classifier_new(lab, &plan, &points, stream_of_training);
    const struct course course = {.epochs = plan.epochs,
                                  .wanted = (points.count * 97 + 99) / 100,
                                  .moments = 1,
                                  .what = task->set,
                                  .listen = look,
                                  .listener = &camera};
    printf("     %s: %zu points, %s, rate %g, batches of %zu\n", task->set, points.count,
           plan_to_text(&plan, points.in).text, (double)plan.rate,
           classifier->learner->batches.size);
    const struct history history = classifier_train(lab, classifier, &course);
    say_training(&history, points.count);
    write_film(lab, "boundary", task->set, &points, &camera.still);
    if (lab->options.animate) {
        write_film(lab, "film", task->set, &points, &camera.moving);
    }
}

void show_boundary(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        const char *const only = lab->options.data;
        if (!only || strcmp(only, tasks[i].set) == 0) {
            const size_t mark = lab->model.used;
            train_and_draw(lab, &tasks[i]);
            arena_reset(&lab->model, mark);
        }
    }
}
