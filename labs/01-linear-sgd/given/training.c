/* Sections 1.10: the training loop, and what it can be asked. */
#include "01-linear-sgd/given/lab.h"
#include "01-linear-sgd/given/path.h"
#include "01-linear-sgd/given/sections.h"

#include "common/crash.h"
#include "common/section.h"
#include "train/epoch.h"
#include "train/progress.h"

#include <stdio.h>
#include <tgmath.h>

enum { points_kept = 500, path_least = 90, path_most = 10000 };

struct job {
    const struct data_set *set;
    struct trainer_settings settings;
    enum lab_stream stream;
    size_t updates;
    size_t also; /* an update whose point is wanted, too; 0: none */
    bool progress;
};

struct result {
    struct path path;
    real *batch_loss; /* (path.count): of the mini-batch before the update; batch_loss[0] is NaN */
};

/* Listens behind each step. */
struct recorder {
    struct result result;
    const struct samples *rows;
    struct arena *scratch;
    size_t steps_of_epoch;
};

static void record(const struct trainer *trainer, real loss, void *listener)
{
    struct recorder *const r = listener;
    r->steps_of_epoch++;
    if (r->steps_of_epoch > r->rows->count) {
        section_stop("train_epoch has made more updates in one epoch than there are rows, %zu: "
                     "does batches_next ever return 0?",
                     r->rows->count);
    }
    if (path_keeps(&r->result.path, trainer->steps)) {
        const struct line line = {trainer->model->w.value[0], trainer->model->b.value[0]};
        r->result.batch_loss[r->result.path.count] = loss;
        path_add(&r->result.path, trainer->steps, line, r->rows, r->scratch);
    }
}

static struct recorder new_recorder(struct arena *scratch, const struct job *job)
{
    struct recorder r = {.rows = &job->set->samples, .scratch = scratch};
    r.result.path = path_new(scratch, job->updates, points_kept);
    r.result.path.also = job->also;
    r.result.batch_loss = arena_reals(scratch, r.result.path.capacity);
    r.result.batch_loss[0] = REAL_NAN;
    path_add(&r.result.path, 0, job->set->start, r.rows, scratch);
    lab_require_finite(path_end(&r.result.path)->loss, "the loss before the first update");
    return r;
}

static void run_epochs(struct trainer *trainer, struct recorder *recorder, const struct job *job)
{
    const size_t rows = job->set->samples.count, size = job->settings.batch;
    const size_t batches = (rows + size - 1) / size;
    const size_t epochs = (job->updates + batches - 1) / batches;
    struct progress progress;
    real loss = REAL_NAN;
    progress_begin(&progress, stdout, job->set->name, epochs);
    for (size_t epoch = 1; epoch <= epochs && !path_is_lost(&recorder->result.path); epoch++) {
        recorder->steps_of_epoch = 0;
        loss = train_epoch(trainer);
        loss = isnan(loss) ? REAL_NAN : loss; /* never "-nan" */
        crash_alive();
        if (recorder->steps_of_epoch == 0) {
            section_stop(
                "train_epoch has made no update: does it call trainer_step for each batch, "
                "and does batches_next return any rows?");
        }
        if (job->progress) {
            progress_update(&progress, epoch, loss);
        }
    }
    if (job->progress) {
        progress_end(&progress, loss);
    }
}

/* Trains a line from the data set's start. */
static struct result train(struct lab *lab, const struct job *job)
{
    struct arena *const scratch = &lab->scratch;
    struct linear_model model = linear_model_new(scratch, 1, 1);
    model.w.value[0] = job->set->start.slope;
    model.b.value[0] = job->set->start.offset;
    struct pcg32 generator = lab_generator(lab, job->stream);
    struct trainer trainer =
        trainer_new(scratch, &model, &job->set->samples, &generator, job->settings);
    struct recorder recorder = new_recorder(scratch, job);
    trainer.after_step = record;
    trainer.listener = &recorder;
    run_epochs(&trainer, &recorder, job);
    return recorder.result;
}

static size_t batches_of(const struct data_set *set, size_t batch)
{
    return (set->samples.count + batch - 1) / batch;
}

/* Updates in which gradient descent goes 63 % of the way along the flattest direction. */
static real patience(const struct data_set *set)
{
    return ceil(1 / (set->rate * set->flattest));
}

/* --- 1.10, the training ----------------------------------------------------------------------- */

static void write_training(struct lab *lab, const struct data_set *set, const struct result *result)
{
    const struct path *const path = &result->path;
    struct trace trace = lab_trace_begin(lab, "loss", set, "update loss batch_loss");
    for (size_t i = 0; i < path->count; i++) {
        const struct path_point *const p = &path->point[i];
        trace_row(&trace, (real[]){(real)p->update, p->loss, result->batch_loss[i]});
    }
    lab_trace_finish(&trace);

    trace = lab_trace_begin(lab, "last", set, "slope offset loss");
    const struct path_point *const end = path_end(path);
    trace_row(&trace, (real[]){end->line.slope, end->line.offset, end->loss});
    lab_trace_finish(&trace);
}

static void say_training(struct lab *lab, const struct data_set *set, const struct path *path)
{
    char outcome[96];
    path_outcome(path, outcome, sizeof outcome);
    if (path_is_lost(path)) {
        printf("     %s: %s\n", set->name, outcome);
        puts("       A learning rate that is too large does this, and a step that goes uphill.");
    } else {
        printf("     %s: %s, %s\n", set->name, line_to_text(path_end(path)->line).text, outcome);
    }
    if (set->best_known) {
        printf("       least squares (1.4): %s, loss %.4g\n", line_to_text(set->best).text,
               (double)line_loss(set->best, &set->samples, &lab->scratch));
    }
}

void show_training(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        const struct data_set *const set = &lab->set[i];
        const size_t all = set->epochs * batches_of(set, set->batch);
        const struct job job = {.set = set,
                                .settings = {set->batch, set->rate, lab->options.momentum},
                                .stream = stream_training,
                                .updates = lab->options.updates ? lab->options.updates : all,
                                .progress = true};
        printf("     %s: batches of %zu, rate %.4g, momentum %.4g\n", set->name, set->batch,
               (double)set->rate, (double)lab->options.momentum);
        const struct result result = train(lab, &job);
        say_training(lab, set, &result.path);
        write_training(lab, set, &result);
    }
}

/* --- 1.10, three paths ------------------------------------------------------------------------ */

static void compare_paths(struct lab *lab, const struct data_set *set)
{
    const size_t rows = set->samples.count;
    const size_t middle = set->batch > 1 && set->batch < rows ? set->batch : (rows + 3) / 4;
    const size_t batch[] = {rows, middle, 1};
    const real wanted = fmin(fmax(3 * patience(set), (real)path_least), (real)path_most);
    struct job job = {.set = set, .stream = stream_paths, .updates = (size_t)wanted};
    struct path path[3];
    job.updates = lab->options.updates ? lab->options.updates : job.updates;
    printf("     %s: rate %.4g, from %s\n", set->name, (double)set->rate,
           line_to_text(set->start).text);
    for (size_t i = 0; i < 3; i++) {
        job.settings = (struct trainer_settings){batch[i], set->rate, lab->options.momentum};
        path[i] = train(lab, &job).path;
        char outcome[96];
        printf("       batches of %-5zu %s\n", batch[i],
               path_outcome(&path[i], outcome, sizeof outcome));
    }
    struct trace trace = lab_trace_begin(lab, "paths", set, "batch update slope offset loss");
    path_write(3, path, (real[]){(real)batch[0], (real)batch[1], (real)batch[2]}, &trace);
    lab_trace_finish(&trace);
}

void show_paths(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        compare_paths(lab, &lab->set[i]);
    }
}

/* --- 1.10, batch sizes ------------------------------------------------------------------------ */

static void write_sizes(struct lab *lab, const struct data_set *set, const size_t *batch,
                        const struct path *path /* (3) */)
{
    struct trace trace = lab_trace_begin(lab, "batches", set, "batch update epoch loss");
    for (size_t i = 0; i < 3; i++) {
        if (i > 0) {
            trace_block(&trace, "the next batch size");
        }
        const real batches = (real)batches_of(set, batch[i]);
        for (size_t k = 0; k < path[i].count; k++) {
            const struct path_point *const p = &path[i].point[k];
            const real update = (real)p->update;
            trace_row(&trace, (real[]){(real)batch[i], update, update / batches, p->loss});
        }
    }
    lab_trace_finish(&trace);
}

static void say_losses(size_t batch, real by_epochs, real by_updates)
{
    if (isfinite(by_epochs) && isfinite(by_updates)) {
        printf("       batches of %-5zu %20.4g %20.4g\n", batch, (double)by_epochs,
               (double)by_updates);
    } else {
        printf("       batches of %-5zu diverged\n", batch);
    }
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

struct length {
    size_t epochs, updates;
};

/* As long as the options say; otherwise until the middle size has come most of the way. */
static struct length length_of_comparison(const struct lab *lab, const struct data_set *set,
                                          size_t middle)
{
    const size_t batches = batches_of(set, middle);
    if (lab->options.epochs > 0) {
        return (struct length){lab->options.epochs, lab->options.epochs * batches};
    }
    const size_t enough = (size_t)fmin(2 * patience(set), (real)path_most);
    const size_t updates = lab->options.updates > 0 ? lab->options.updates : enough;
    return (struct length){updates / batches + 1, updates};
}

struct head_text {
    char text[48];
};

/* "after 2 epochs" */
static struct head_text column_head(size_t count, const char *what)
{
    struct head_text head;
    snprintf(head.text, sizeof head.text, "after %zu %s%s", count, what, count == 1 ? "" : "s");
    return head;
}

static void compare_batch_sizes(struct lab *lab, const struct data_set *set)
{
    const size_t rows = set->samples.count;
    const bool many = rows >= 256;
    const size_t batch[] = {1, many ? 16 : (rows + 3) / 4, many ? 128 : rows};
    const struct length length = length_of_comparison(lab, set, batch[1]);
    struct path path[3];
    size_t by_epochs[3];
    for (size_t i = 0; i < 3; i++) {
        by_epochs[i] = length.epochs * batches_of(set, batch[i]);
        const struct job job = {.set = set,
                                .settings = {batch[i], set->rate, lab->options.momentum},
                                .stream = stream_batches,
                                .updates = larger(by_epochs[i], length.updates),
                                .also = smaller(by_epochs[i], length.updates)};
        path[i] = train(lab, &job).path;
    }
    printf("     %s: rate %.4g; the loss of all rows\n", set->name, (double)set->rate);
    printf("       %16s %20s %20s\n", "", column_head(length.epochs, "epoch").text,
           column_head(length.updates, "update").text);
    for (size_t i = 0; i < 3; i++) {
        say_losses(batch[i], path_loss_at(&path[i], by_epochs[i]),
                   path_loss_at(&path[i], length.updates));
    }
    write_sizes(lab, set, batch, path);
}

void show_batch_sizes(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        compare_batch_sizes(lab, &lab->set[i]);
    }
}
