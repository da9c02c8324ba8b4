/* A network and its training. The header says what each function does. */
#include "04-cnn/given/learner.h"

#include "04-cnn/given/network.h"
#include "base/clock.h"
#include "common/crash.h"
#include "common/section.h"
#include "train/progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { tape_room = cnn_max_modules + image_classifier_max_modules + 2 };

/* --- making one -------------------------------------------------------------------------------- */

static size_t pixels_of(const struct lab *lab)
{
    return lab->images.set.rows * lab->images.set.columns;
}

static size_t rows_of(const struct lab *lab)
{
    return lab->options.batch > learner_at_once ? lab->options.batch : learner_at_once;
}

/* Numbers that a block's layers compute of an image. */
static size_t computed(const struct cnn_settings *settings)
{
    size_t count = 0, height = settings->image.height, width = settings->image.width;
    for (size_t b = 0; b < settings->blocks; b++) {
        const struct cnn_block *const block = &settings->block[b];
        height = (height + 2 * block->padding - block->kernel) / block->stride + 1;
        width = (width + 2 * block->padding - block->kernel) / block->stride + 1;
        count += 2 * block->filters * height * width;
        height /= block->pool;
        width /= block->pool;
        count += block->filters * height * width;
    }
    return count;
}

/* Reckoned generously: values, gradients, Adam's m and v; on the tape values with their gradients. */
static void require_room(const struct lab *lab, const struct arena *arena)
{
    const size_t weights = network_parameters(&lab->network), rows = rows_of(lab);
    const size_t numbers = computed(&lab->network) + 4 * (lab->network.hidden + 64) + 1024;
    if (!arena_fits(arena, (4 * weights + rows * pixels_of(lab)) * sizeof(real) + 65536) ||
        !arena_fits(&lab->step, (2 * rows * numbers + 18 * weights) * sizeof(real))) {
        section_stop("this network with batches of %zu is too large for this program: take fewer "
                     "--filters, fewer --hidden units or a smaller --batch",
                     rows);
    }
}

static void prepare(struct learner *l, struct arena *arena)
{
    struct lab *const lab = l->lab;
    struct optimizer_settings settings = lab->options.method->usual;
    settings.rate = lab->options.rate > 0 ? lab->options.rate : settings.rate;
    settings.backend = &lab->backend;
    l->optimizer = optimizer_new(arena, l->parameter, l->parameters, settings);
    l->tape = tape_new(arena, &lab->step, &lab->backend, tape_room);
    l->training = (struct image_training){.tape = &l->tape,
                                          .model = l->model,
                                          .optimizer = &l->optimizer,
                                          .generator = &l->order,
                                          .x = arena_reals(arena, rows_of(lab) * pixels_of(lab)),
                                          .labels = arena_reals(arena, rows_of(lab))};
}

struct learner *learner_new_cnn(struct lab *lab, struct arena *arena, uint64_t stream)
{
    struct pcg32 weights = lab_generator(lab, 2 * stream);
    network_require_sizes(&lab->network);
    require_room(lab, arena);
    struct learner *const l = arena_take(arena, sizeof *l);
    *l = (struct learner){.lab = lab, .arena = arena, .order = lab_generator(lab, 2 * stream + 1)};
    l->cnn = cnn_new(arena, &lab->network, &weights);
    l->model = cnn_module(l->cnn);
    l->parameters = l->cnn->parameters;
    l->parameter = l->cnn->parameter;
    prepare(l, arena);
    return l;
}

struct learner *learner_new_classifier(struct lab *lab, struct arena *arena, uint64_t stream)
{
    const struct image_classifier_settings settings = {
        .layers = 3,
        .size = {pixels_of(lab), 256, 128, lab->images.set.classes},
        .hidden = activation_relu};
    struct pcg32 weights = lab_generator(lab, 2 * stream);
    struct learner *const l = arena_take(arena, sizeof *l);
    *l = (struct learner){.lab = lab, .arena = arena, .order = lab_generator(lab, 2 * stream + 1)};
    l->classifier = image_classifier_new(arena, &settings, &weights, NULL);
    l->model = image_classifier_module(l->classifier);
    l->parameters = l->classifier->parameters;
    l->parameter = l->classifier->parameter;
    prepare(l, arena);
    return l;
}

size_t learner_parameter_count(const struct learner *l)
{
    return parameter_total(l->parameters, l->parameter);
}

/* --- what it says ------------------------------------------------------------------------------ */

struct variable *learner_logits(struct learner *l, size_t rows, const real *x)
{
    struct tape *const tape = &l->tape;
    tape->recording = tape->training = false;
    struct variable *const images =
        tape_constant(tape, tensor_view(shape_2d(rows, pixels_of(l->lab)), (real *)x));
    struct variable *const logits = module_forward(tape, l->model, images);
    tape->recording = tape->training = true;
    return logits;
}

/* Over all of them in parts, so that a slow one still gives a sign of life now and then. */
struct evaluation learner_evaluate(struct learner *l, const struct image_set *set,
                                   struct images some, unsigned char *predicted)
{
    enum { part = 16 * learner_at_once };
    struct arena *const arena = &l->lab->model;
    struct evaluation all = {0};
    for (size_t from = 0; from < some.count; from += part) {
        const size_t mark = arena->used;
        const struct images images = {some.count - from < part ? some.count - from : part,
                                      some.index + from};
        struct image_batches batches =
            images_batches(&l->lab->images, arena, set, images, learner_at_once);
        const struct evaluation of_part =
            image_training_evaluate(&l->training, &batches, predicted ? predicted + from : NULL);
        all.loss += of_part.loss * (real)of_part.count;
        all.count += of_part.count;
        all.right += of_part.right;
        arena_reset(arena, mark);
        crash_alive();
    }
    all.loss /= (real)all.count;
    return all;
}

void learner_to_gpu(struct learner *l)
{
    gpu_begin(&l->lab->gpu, &l->training, l->arena, 0, NULL);
}

/* --- how fast it is ---------------------------------------------------------------------------- */

/* Another program may take the processor for a while: of several short rounds the fastest is taken. */
enum { rounds = 5 };
static const double step_round = 0.1, evaluation_round = 0.05; /* s, or one batch */

static void train_once(struct learner *l, struct image_batches *batches, size_t rows)
{
    (void)batches;
    image_training_step(&l->training, rows);
}

static void evaluate_once(struct learner *l, struct image_batches *batches, size_t rows)
{
    (void)rows;
    image_training_evaluate(&l->training, batches, NULL);
}

/* Seconds for an image. */
static double fastest_of(struct learner *l, struct image_batches *batches, size_t rows,
                         void (*work)(struct learner *, struct image_batches *, size_t),
                         double round)
{
    double fastest = (double)INFINITY;
    for (size_t i = 0; i < rounds; i++) {
        const double start = clock_now();
        double taken;
        size_t batch_count = 0;
        do {
            work(l, batches, rows);
            batch_count++;
            taken = clock_now() - start;
        } while (taken < round);
        crash_alive();
        const double of_image = taken / (double)(batch_count * rows);
        fastest = of_image < fastest ? of_image : fastest;
    }
    return fastest;
}

struct speed learner_measure_speed(struct learner *l)
{
    const struct lab *const lab = l->lab;
    const struct images few = {learner_at_once, lab->images.training.index};
    struct image_batches batches =
        images_batches(&l->lab->images, &l->lab->model, &lab->images.set, few, learner_at_once);
    l->training.batches = &batches;
    const size_t rows = image_batches_next(&batches, l->training.x, l->training.labels);
    struct speed speed;
    speed.step = fastest_of(l, &batches, rows, train_once, step_round);
    speed.evaluation = fastest_of(l, &batches, rows, evaluate_once, evaluation_round);
    return speed;
}

/* --- a training -------------------------------------------------------------------------------- */

static void print_head(void)
{
    printf("     %5s   %-20s   %-20s   %s\n", "epoch", "training", "validation", "images/s");
    printf("     %5s   %9s  %9s   %9s  %9s\n", "", "loss", "accuracy", "loss", "accuracy");
}

static void print_evaluation(const struct evaluation *evaluation)
{
    const double loss = lab_printed(evaluation->loss);
    printf(loss < 10000 ? "   %9.4f" : "   %9.3g", loss);
    printf("  %7.2f %%", 100 * (double)evaluation_accuracy(evaluation));
}

/* A whole number of epochs is printed as one. */
static void print_moment(const struct moment *moment, double images_per_second)
{
    const double epoch = (double)moment->epoch;
    printf(epoch == floor(epoch) ? "     %5.0f" : "     %5.1f", epoch);
    print_evaluation(&moment->training);
    print_evaluation(&moment->validation);
    if (images_per_second > 0) {
        printf("   %s/s", count_to_text((size_t)images_per_second).text);
    }
    puts("");
}

/* A training under way. */
struct run {
    struct learner *learner;
    const struct course *course;
    struct image_batches batches;
    struct progress progress;
    struct history history;
    double started; /* s: its evaluations count towards most_seconds, too */
};

static void note(struct run *run, double images_per_second)
{
    struct learner *const l = run->learner;
    struct history *const history = &run->history;
    const struct image_set *const set = &l->lab->images.set;
    progress_clear(&run->progress);
    const struct moment now = {(real)history->images / (real)run->course->training.count,
                               learner_evaluate(l, set, run->course->sample, NULL),
                               learner_evaluate(l, set, run->course->validation, NULL)};
    history->moment[history->count] = now;
    history->count++;
    history->lost = !isfinite(now.training.loss) || !isfinite(now.validation.loss);
    print_moment(&now, images_per_second);
}

static bool may_go_on(const struct run *run)
{
    const struct course *const course = run->course;
    return (course->most_seconds <= 0 || clock_now() - run->started < course->most_seconds) &&
           (course->most_images == 0 || run->history.images < course->most_images);
}

static void say_progress(struct run *run, real loss)
{
    const struct learner *const l = run->learner;
    const size_t images = run->history.images;
    if (progress_is_due(&run->progress, images)) { /* asking a GPU takes time */
        loss = gpu_loss(&l->lab->gpu, loss);
    }
    progress_update(&run->progress, images, loss);
}

/* One epoch. Returns whether it came to its end. */
static bool train_epoch_of(struct run *run)
{
    struct learner *const l = run->learner;
    struct history *const history = &run->history;
    const double start = clock_now(), before = history->seconds;
    size_t rows, seen = 0;
    bool goes_on = true;
    image_batches_shuffle(&run->batches, &l->order);
    while (goes_on && (rows = image_training_next(&l->training)) > 0) {
        const real loss = image_training_step(&l->training, rows);
        crash_alive();
        seen += rows;
        history->images += rows;
        history->seconds = before + clock_now() - start;
        say_progress(run, loss);
        goes_on = may_go_on(run);
    }
    if (l->lab->gpu.moved.training) { /* it may be some steps behind */
        image_training_last_loss(&l->training);
        history->seconds = before + clock_now() - start;
    }
    const double seconds = history->seconds - before;
    note(run, seconds > 0 ? (double)seen / seconds : 0);
    return seen == run->course->training.count;
}

struct history learner_train(struct learner *l, const struct course *course)
{
    struct arena *const arena = &l->lab->model;
    struct run run = {.learner = l,
                      .course = course,
                      .batches = images_batches(&l->lab->images, arena, &l->lab->images.set,
                                                course->training, course->batch),
                      .started = clock_now()};
    run.history.moment = arena_take(arena, (course->epochs + 1) * sizeof *run.history.moment);
    l->training.batches = &run.batches;
    progress_begin_rate(&run.progress, stdout, course->what,
                        course->epochs * course->training.count, "images");
    learner_to_gpu(l);
    print_head();
    note(&run, 0);
    bool goes_on = true;
    for (size_t epoch = 0; epoch < course->epochs && goes_on && !run.history.lost; epoch++) {
        goes_on = train_epoch_of(&run) && may_go_on(&run);
    }
    gpu_end(&l->lab->gpu);
    progress_clear(&run.progress);
    run.history.is_over = run.history.images >= course->epochs * course->training.count;
    l->training.batches = NULL;
    return run.history;
}
