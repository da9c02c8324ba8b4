/* A classifier and its training. The header says what each function does. */
#include "03-classifier/given/learner.h"

#include "base/clock.h"
#include "common/crash.h"
#include "common/section.h"
#include "data/class_weights.h"
#include "train/progress.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { tape_room = image_classifier_max_modules + 2, evaluated_at_once = 256, least_sample = 1000 };

/* --- making one ------------------------------------------------------------------------------- */

static struct image_classifier_settings network_of(const struct recipe *recipe,
                                                   const struct image_set *set)
{
    struct image_classifier_settings settings = {.layers = recipe->hidden_layers + 1,
                                                 .hidden = recipe->activation,
                                                 .batch_norm = recipe->batch_norm,
                                                 .dropout = recipe->dropout};
    settings.size[0] = set->rows * set->columns;
    for (size_t i = 0; i < recipe->hidden_layers; i++) {
        settings.size[i + 1] = recipe->hidden[i];
    }
    settings.size[settings.layers] = set->classes;
    return settings;
}

/* Reckoned generously: values, gradients, Adam's m and v, a copy for early stopping; on the tape behind
 * each layer up to four values with their gradients. */
static void require_room(const struct lab *lab, const struct image_classifier_settings *settings,
                         size_t rows)
{
    size_t weights = 0, units = settings->size[0];
    for (size_t i = 0; i < settings->layers; i++) {
        weights += settings->size[i + 1] * (settings->size[i] + 8);
        units += settings->size[i + 1];
    }
    if (!arena_fits(&lab->model, (6 * weights + rows * settings->size[0]) * sizeof(real)) ||
        !arena_fits(&lab->step, 9 * rows * units * sizeof(real))) {
        section_stop("this network with batches of %zu is too large for this program: take smaller "
                     "--hidden layers or a smaller --batch",
                     rows);
    }
}

static const real *weights_of_classes(struct lab *lab, struct images images)
{
    size_t rows[image_set_max_classes];
    real *const weight = arena_reals(&lab->model, lab->images.set.classes);
    class_counts(images.count, images.index, lab->images.set.labels, lab->images.set.classes, rows);
    class_weights(lab->images.set.classes, rows, weight);
    return weight;
}

/* The schedule goes over the whole training: cosine down to 0; step to a tenth at each third. */
static struct schedule schedule_of(const struct recipe *recipe, size_t images)
{
    const size_t steps = recipe->epochs * ((images + recipe->batch - 1) / recipe->batch);
    const size_t rest = steps > recipe->warmup ? steps - recipe->warmup : 1;
    return (struct schedule){.kind = recipe->schedule,
                             .rate = recipe->optimizer.rate,
                             .warmup = recipe->warmup,
                             .period = recipe->schedule == schedule_step ? rest / 3 + 1 : rest,
                             .factor = (real)0.1};
}

static void prepare_training(struct learner *l, struct images training)
{
    struct lab *const lab = l->lab;
    const struct recipe *const recipe = &l->recipe;
    const size_t rows = recipe->batch > evaluated_at_once ? recipe->batch : evaluated_at_once;
    l->training = (struct image_training){
        .tape = &l->tape,
        .model = image_classifier_module(l->classifier),
        .optimizer = &l->optimizer,
        .batches = &l->batches,
        .generator = &l->order,
        .x = arena_reals(&lab->model, rows * l->classifier->settings.size[0]),
        .labels = arena_reals(&lab->model, rows),
        .clip = recipe->clip,
        .class_weight = recipe->class_weights ? weights_of_classes(lab, training) : NULL,
        .smoothing = recipe->smoothing};
    if (recipe->schedule != schedule_constant || recipe->warmup > 0) {
        l->schedule = schedule_of(recipe, training.count);
        l->training.schedule = &l->schedule;
    }
}

struct learner *learner_new(struct lab *lab, const struct recipe *recipe, struct images training,
                            struct images validation, uint64_t stream)
{
    struct arena *const arena = &lab->model;
    const struct image_classifier_settings settings = network_of(recipe, &lab->images.set);
    const size_t rows = recipe->batch > evaluated_at_once ? recipe->batch : evaluated_at_once;
    require_room(lab, &settings, rows);
    struct learner *const l = arena_take(arena, sizeof *l);
    struct pcg32 weights = lab_generator(lab, 3 * stream + 10);
    *l = (struct learner){.lab = lab, .recipe = *recipe};
    l->order = lab_generator(lab, 3 * stream + 11);
    l->masks = lab_generator(lab, 3 * stream + 12);
    l->classifier = image_classifier_new(arena, &settings, &weights, &l->masks);
    struct optimizer_settings optimizer = recipe->optimizer;
    optimizer.backend = &lab->backend;
    l->optimizer =
        optimizer_new(arena, l->classifier->parameter, l->classifier->parameters, optimizer);
    l->tape = tape_new(arena, &lab->step, &lab->backend, tape_room);
    l->batches =
        images_batches(&lab->images, &lab->model, &lab->images.set, training, recipe->batch);
    const size_t sample = validation.count > least_sample ? validation.count : least_sample;
    l->sample = images_batches(&lab->images, &lab->model, &lab->images.set,
                               images_some(&lab->model, training, sample), evaluated_at_once);
    l->validation =
        images_batches(&lab->images, &lab->model, &lab->images.set, validation, evaluated_at_once);
    prepare_training(l, training);
    return l;
}

/* --- how well it does ------------------------------------------------------------------------- */

struct moment learner_moment(struct learner *l)
{
    return (struct moment){l->epoch, image_training_evaluate(&l->training, &l->sample, NULL),
                           image_training_evaluate(&l->training, &l->validation, NULL)};
}

void evaluation_print(const struct evaluation *evaluation)
{
    const double loss = lab_printed(evaluation->loss);
    printf(loss < 10000 ? "%9.4f" : "%9.3g", loss);
    printf("  %7.2f %%", 100 * (double)evaluation_accuracy(evaluation));
}

bool is_round(size_t epoch)
{
    size_t digits = epoch;
    while (digits > 0 && digits % 10 == 0) {
        digits /= 10;
    }
    return digits <= 2 || digits == 5;
}

/* --- on a GPU --------------------------------------------------------------------------------- */

/* What evaluation hangs on and no optimizer moves: as if it were a parameter. */
static struct parameter statistics_as_parameter(struct tensor statistics)
{
    return (struct parameter){shape_count(statistics.shape), statistics.data, NULL};
}

/* Batch norm's running statistics. Returns how many arrays these are. */
static size_t list_statistics(const struct image_classifier *classifier,
                              struct parameter *statistic /* (2 * layers) */)
{
    const struct image_classifier_settings *const settings = &classifier->settings;
    size_t count = 0;
    for (size_t layer = 0; settings->batch_norm && layer + 1 < settings->layers; layer++) {
        const struct batch_norm_layer *const norm = &classifier->norm[layer];
        statistic[count++] = statistics_as_parameter(norm->running_mean);
        statistic[count++] = statistics_as_parameter(norm->running_variance);
    }
    return count;
}

/* Nothing without one. */
static void to_gpu(struct learner *l)
{
    struct lab *const lab = l->lab;
    const size_t statistics = list_statistics(l->classifier, l->statistic);
    gpu_begin(&lab->gpu, &l->training, &lab->model, statistics, l->statistic);
}

struct evaluation learner_test(struct learner *l, unsigned char *predicted)
{
    struct lab *const lab = l->lab;
    struct image_batches batches = image_batches_new(
        &lab->model, &lab->images.test, lab->images.test.count, NULL, evaluated_at_once);
    image_batches_standardise(&batches, 1, &lab->images.mean, &lab->images.deviation);
    to_gpu(l);
    const struct evaluation evaluation = image_training_evaluate(&l->training, &batches, predicted);
    gpu_end(&lab->gpu);
    return evaluation;
}

/* --- stopping it ------------------------------------------------------------------------------ */

struct early_stopping learner_stopping(struct learner *l, size_t patience)
{
    struct image_classifier *const classifier = l->classifier;
    const struct image_classifier_settings *const settings = &classifier->settings;
    size_t count = classifier->parameters;
    struct parameter *const kept =
        arena_take(&l->lab->model, (count + 2 * settings->layers) * sizeof *kept);
    memcpy(kept, classifier->parameter, count * sizeof *kept);
    count += list_statistics(classifier, kept + count);
    return early_stopping_new(&l->lab->model, patience, kept, count);
}

/* --- a training ------------------------------------------------------------------------------- */

/* What is heard during an epoch. */
struct watch {
    struct progress progress;
    const struct learner *learner;
    const struct course *course;
    size_t before; /* images of the epochs that are over */
};

static void hear_step(void *listener, size_t images, real loss)
{
    struct watch *const watch = listener;
    const struct course *const course = watch->course;
    const size_t all = watch->before + images;
    crash_alive();
    if (course->hear || progress_is_due(&watch->progress, all)) { /* asking a GPU takes time */
        loss = gpu_loss(&watch->learner->lab->gpu, loss);
    }
    if (course->hear) {
        course->hear(all, loss, course->listener);
    }
    progress_update(&watch->progress, all, loss);
}

static void print_head(void)
{
    printf("     %5s   %-20s   %-20s   %s\n", "epoch", "training", "validation", "images/s");
    printf("     %5s   %9s  %9s   %9s  %9s\n", "", "loss", "accuracy", "loss", "accuracy");
}

static void print_moment(const struct moment *moment, double images_per_second)
{
    printf("     %5zu   ", moment->epoch);
    evaluation_print(&moment->training);
    printf("   ");
    evaluation_print(&moment->validation);
    if (images_per_second > 0) {
        printf("   %s/s", count_to_text((size_t)images_per_second).text);
    }
    puts("");
}

/* Keeps a moment, prints it, and tells those who want to know. Returns whether the training may go
 * on. */
static bool note(struct history *history, const struct course *course, struct learner *learner,
                 double images_per_second)
{
    const struct moment now = learner_moment(learner);
    gpu_fetch(&learner->lab->gpu);
    const bool is_trained = history->count > 0; /* not the one before the first epoch */
    history->moment[history->count] = now;
    history->count++;
    history->lost = !isfinite(now.training.loss) || !isfinite(now.validation.loss);
    if (course->table) {
        print_moment(&now, images_per_second);
    }
    const bool is_over = course->stopping && is_trained &&
                         early_stopping_update(course->stopping, now.validation.loss);
    if (course->listen) { /* behind the update: who saves the training saves what that found */
        course->listen(learner, &now, course->listener);
    }
    return !history->lost && !is_over;
}

/* One epoch. Returns how many images passed in a second. */
static double train_epoch_of(struct learner *l, struct watch *watch)
{
    const double start = clock_now();
    image_training_epoch(&l->training);
    l->epoch++;
    watch->before += l->batches.batches.count;
    progress_clear(&watch->progress);
    return (double)l->batches.batches.count / (clock_now() - start);
}

struct history learner_train(struct learner *l, const struct course *course)
{
    const size_t images = l->batches.batches.count, first = l->epoch;
    const size_t epochs = l->recipe.epochs > first ? l->recipe.epochs - first : 0;
    struct history history = {
        .moment = arena_take(&l->lab->model, (epochs + 1) * sizeof *history.moment)};
    struct watch watch = {.learner = l, .course = course};
    progress_begin_rate(&watch.progress, stdout, course->what, images * (epochs > 0 ? epochs : 1),
                        "images");
    l->training.after_step = hear_step;
    l->training.listener = &watch;
    if (course->table) {
        print_head();
    }
    to_gpu(l);
    bool goes_on = note(&history, course, l, 0);
    while (goes_on && l->epoch < l->recipe.epochs) {
        const double rate = train_epoch_of(l, &watch);
        goes_on = note(&history, course, l, rate);
    }
    gpu_end(&l->lab->gpu);
    progress_clear(&watch.progress);
    return history;
}

/* --- what came of it -------------------------------------------------------------------------- */

struct moment history_end(const struct history *history)
{
    return history->moment[history->count - 1];
}

struct moment history_best(const struct history *history)
{
    struct moment best = history->moment[0];
    for (size_t i = 1; i < history->count; i++) {
        if (history->moment[i].validation.loss < best.validation.loss) {
            best = history->moment[i];
        }
    }
    return best;
}

static const char lost_text[] =
    "after epoch %zu the loss is no number any more: the learning rate is too large, or a gradient "
    "has an element that nobody wrote";

void history_say_lost(const struct history *history)
{
    if (history->lost) {
        printf("     ");
        printf(lost_text, history_end(history).epoch);
        puts("");
    }
}

void history_require_kept(const struct history *history)
{
    if (history->lost) {
        section_stop(lost_text, history_end(history).epoch);
    }
}

void history_write(struct trace *trace, const struct history *history)
{
    for (size_t i = 0; i < history->count; i++) {
        const struct moment *const m = &history->moment[i];
        trace_row(trace,
                  (real[]){(real)m->epoch, m->training.loss, evaluation_accuracy(&m->training),
                           m->validation.loss, evaluation_accuracy(&m->validation)});
    }
}
