/* Section 4.7, the training: lab 04's network, and beside it lab 03's on the same images. What they are
 * then is kept for the sections behind this one. */
#include "04-cnn/given/network.h"
#include "04-cnn/given/saved.h"
#include "04-cnn/given/sections.h"
#include "04-cnn/given/trained.h"
#include "common/confusion.h"
#include "common/section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { stream_of_cnn = 5, stream_of_mlp = 6, stream_of_probe = 7 };
enum { least_validating = 200, most_validating = 1000 };

/* --- how much of the data ---------------------------------------------------------------------- */

/* Of the seconds for the training this share goes to it; the rest evaluates and tests. */
static const double share_of_steps = 0.8, share_of_test = 0.12;
/* So many times the seconds it may take: where the loops are slow, to train on enough images; and where
 * they were measured in a quiet moment, for then it ends, wherever it is. */
static const double patience = 1.5;

enum {
    least_images = 600,
    enough = 2000
};                                      /* in an epoch: what still teaches something; and more */
enum { few = 4000, batch_of_few = 32 }; /* few images are worth more in more steps */

/* 6,143 images are 6,000: who trains twice on one machine mostly trains on as many. */
static size_t rounded_down(size_t images)
{
    const size_t step = images < 2000 ? 100 : images < 5000 ? 500 : images < 20000 ? 1000 : 5000;
    return images / step * step;
}

/* How many images it takes is said by the options, and are all on a GPU; else the networks' speeds say it. */
static bool is_chosen(const struct lab *lab)
{
    return lab->options.full || lab->options.images > 0 || lab->gpu.backend;
}

struct speeds {
    struct speed cnn, mlp;
};

static struct speeds measure_speeds(struct lab *lab)
{
    const size_t mark = lab->model.used;
    struct speeds speeds = {.cnn = {0}};
    if (lab->options.images > 0 || (lab->options.full && lab->options.load)) {
        return speeds;
    }
    speeds.cnn = learner_measure_speed(learner_new_cnn(lab, &lab->model, stream_of_probe));
    speeds.mlp = learner_measure_speed(learner_new_classifier(lab, &lab->model, stream_of_probe));
    arena_reset(&lab->model, mark);
    return speeds;
}

/* Seconds that both take to train on so many images. */
static double seconds_for(const struct lab *lab, size_t images, const struct speeds *speeds)
{
    return (double)(lab->options.epochs * images) * (speeds->cnn.step + speeds->mlp.step);
}

/* As many as the seconds allow; where these are fewer than enough, as many as patience allows, up to
 * that. */
static size_t affordable(const struct lab *lab, const struct speeds *speeds)
{
    const double seconds = share_of_steps * (double)lab->options.seconds;
    const double images = seconds / seconds_for(lab, 1, speeds);
    const size_t all = lab->images.training.count;
    if (images >= (double)all) {
        return all;
    }
    size_t some = rounded_down((size_t)images);
    if (some < enough) {
        some = images * patience < enough ? rounded_down((size_t)(images * patience)) : enough;
    }
    some = some < least_images ? least_images : some;
    return some < all ? some : all;
}

/* "40 seconds", "18 minutes", "3.2 hours" */
struct duration {
    char text[32];
};
static struct duration duration_of(double seconds)
{
    struct duration duration;
    const bool hours = seconds >= 2 * 3600, minutes = seconds >= 90;
    const double value = hours ? seconds / 3600 : minutes ? seconds / 60 : seconds;
    snprintf(duration.text, sizeof duration.text, hours ? "%.1f %s" : "%.0f %s",
             hours || value >= 1 ? value : 1,
             hours     ? "hours"
             : minutes ? "minutes"
                       : "seconds");
    return duration;
}

static void say_share(const struct lab *lab, size_t count, const struct speeds *speeds)
{
    const size_t all = lab->images.training.count;
    if (speeds->cnn.step <= 0 || lab->gpu.backend) {
        printf("     It trains on %s images.\n", count_to_text(count).text);
        return;
    }
    const struct duration duration = duration_of(seconds_for(lab, all, speeds));
    char share[64] = "all";
    if (count < all) {
        snprintf(share, sizeof share, "%s of", count_to_text(count).text);
    }
    printf("     It trains on %s %s images: your convolution passes %s images a second, forward\n"
           "     and back. ",
           share, count_to_text(all).text, count_to_text((size_t)(1 / speeds->cnn.step)).text);
    if (count < all) {
        printf("`make lab04 FULL=1` takes all, for about %s.\n", duration.text);
    } else {
        printf("For %zu epoch%s that is about %s.\n", lab->options.epochs,
               lab->options.epochs == 1 ? "" : "s", duration.text);
    }
}

/* A fifth of those that it trains on, within reason. */
static size_t validating(size_t count)
{
    const size_t fifth = count / 5;
    return fifth < least_validating  ? least_validating
           : fifth > most_validating ? most_validating
                                     : fifth;
}

/* Which images it trains on, and how long at most; says so. */
static struct course choose_course(struct lab *lab, const struct speeds *speeds)
{
    const struct options *const options = &lab->options;
    const struct images all = lab->images.training;
    const size_t count = is_chosen(lab) ? all.count : affordable(lab, speeds);
    struct course course = {.epochs = options->epochs,
                            .batch = options->batch,
                            .training = images_some(&lab->model, all, count)};
    course.sample = images_some(&lab->model, course.training, validating(count));
    course.validation = images_some(&lab->model, lab->images.validation, validating(count));
    if (count < all.count) {
        course.batch = options->has_batch || count >= few ? options->batch : batch_of_few;
        course.most_seconds = patience * (double)options->seconds;
    }
    say_share(lab, count, speeds);
    return course;
}

/* --- the two trainings ------------------------------------------------------------------------- */

static void print_setting(const struct learner *learner, const struct course *course,
                          const char *name, const char *network)
{
    const struct optimizer_settings *const settings = &learner->optimizer.settings;
    printf("\n     %s: %s\n     %s parameters, %s, rate %g, batches of %zu\n\n", name, network,
           count_to_text(learner_parameter_count(learner)).text, settings->method->name,
           (double)settings->rate, course->batch);
}

static void require_kept(const struct history *history)
{
    const struct moment *const end = &history->moment[history->count - 1];
    if (history->lost) {
        section_stop("after epoch %g the loss is no number any more: the learning rate is too "
                     "large, or a gradient has an element that nobody wrote",
                     (double)end->epoch);
    }
}

static void say_ended(const struct history *history, const struct course *course)
{
    if (!history->is_over) {
        printf("     It ended after %.0f s, in epoch %.0f of %zu, not to take longer.\n",
               course->most_seconds, ceil((double)history->moment[history->count - 1].epoch),
               course->epochs);
    }
}

/* --- the test ---------------------------------------------------------------------------------- */

struct test {
    struct images images;
    unsigned char *truth, *predicted; /* (images.count): by the convolutional network */
    struct evaluation cnn, mlp;
    size_t *matrix; /* (classes,classes) */
};

static struct evaluation test_one(struct learner *learner, const struct test *test,
                                  unsigned char *predicted)
{
    struct lab *const lab = learner->lab;
    learner_to_gpu(learner);
    const struct evaluation evaluation =
        learner_evaluate(learner, &lab->images.test, test->images, predicted);
    gpu_end(&lab->gpu);
    return evaluation;
}

static struct test test_both(struct lab *lab, struct trained *trained)
{
    const struct image_set *const set = &lab->images.test;
    const size_t classes = set->classes;
    struct test test = {.images =
                            trained_test_images(lab, share_of_test * (double)lab->options.seconds)};
    test.truth = arena_take(&lab->model, test.images.count);
    test.predicted = arena_take(&lab->model, test.images.count);
    test.matrix = arena_take(&lab->model, classes * classes * sizeof *test.matrix);
    for (size_t i = 0; i < test.images.count; i++) {
        test.truth[i] = set->labels[test.images.index[i]];
    }
    test.mlp = test_one(trained->mlp, &test, NULL);
    test.cnn = test_one(trained->cnn, &test, test.predicted);
    trained->cnn_test = test.cnn;
    trained->mlp_test = test.mlp;
    return test;
}

static void print_test(const struct lab *lab, const struct test *test)
{
    const struct trained *const trained = lab->trained;
    const size_t count = test->images.count;
    const double right = (double)evaluation_accuracy(&test->cnn);
    char title[64];
    snprintf(title, sizeof title, "test, once, on %s images", count_to_text(count).text);
    printf("\n     %-32s %10s  %9s  %12s\n", title, "loss", "accuracy", "parameters");
    printf("     %-32s %10.4f  %7.2f %%  %12s\n", "convolutional", (double)test->cnn.loss,
           100 * right, count_to_text(learner_parameter_count(trained->cnn)).text);
    printf("     %-32s %10.4f  %7.2f %%  %12s\n", "fully connected, lab 03's",
           (double)test->mlp.loss, 100 * (double)evaluation_accuracy(&test->mlp),
           count_to_text(learner_parameter_count(trained->mlp)).text);
    const double chance = 200 * sqrt(right * (1 - right) / (double)count);
    const double more = 100 * (right - (double)evaluation_accuracy(&test->mlp));
    printf("     On so many images chance alone moves an accuracy by %.1f %% up or down%s.\n",
           chance,
           fabs(more) < chance ? ": this does not\n     tell which of the two is better. "
                                 "More images to train with will: FULL=1, or ARGS=\"--seconds 200\""
                               : "");
}

/* The three mistakes that it makes most often. */
static void print_mistakes(struct lab *lab, const struct test *test)
{
    const size_t classes = lab->images.set.classes;
    size_t *const left = arena_take(&lab->model, classes * classes * sizeof *left);
    memcpy(left, test->matrix, classes * classes * sizeof *left);
    printf("     Its most frequent mistakes:");
    for (size_t i = 0; i < 3; i++) {
        size_t most = 1;
        for (size_t k = 0; k < classes * classes; k++) {
            if (k / classes != k % classes && left[k] > left[most]) {
                most = k;
            }
        }
        if (left[most] == 0) {
            printf(i == 0 ? " none" : "");
            break;
        }
        printf("%s\n       %s taken for %s (%zu)", i == 0 ? "" : ",",
               lab->images.set.class_name[most / classes],
               lab->images.set.class_name[most % classes], left[most]);
        left[most] = 0;
    }
    puts("");
}

/* --- the pictures' numbers --------------------------------------------------------------------- */

static void write_block(struct trace *trace, const char *name, const struct history *history,
                        const struct evaluation *test)
{
    trace_block(trace, name);
    for (size_t i = 0; i < history->count; i++) {
        const struct moment *const m = &history->moment[i];
        trace_row(trace, (real[]){m->epoch, m->training.loss, evaluation_accuracy(&m->training),
                                  m->validation.loss, evaluation_accuracy(&m->validation),
                                  test->loss, evaluation_accuracy(test)});
    }
}

static void write_curves(const struct lab *lab, const struct history *cnn,
                         const struct history *mlp, const struct test *test)
{
    struct trace trace = lab_trace_begin(lab, "training",
                                         "epoch training_loss training_accuracy validation_loss "
                                         "validation_accuracy test_loss test_accuracy");
    write_block(&trace, "convolutional", cnn, &test->cnn);
    write_block(&trace, "fully connected", mlp, &test->mlp);
    lab_trace_finish(&trace);
}

static void write_confusion(const struct lab *lab, const struct test *test)
{
    struct trace trace = lab_trace_begin(lab, "confusion", "truth predicted images share_of_truth");
    confusion_write(&trace, lab->images.set.classes, test->matrix);
    lab_trace_finish(&trace);
}

/* --- the section ------------------------------------------------------------------------------- */

/* The networks as they begin, in memory that stays. */
static struct trained *begin(struct lab *lab)
{
    arena_reset(&lab->kept, lab->kept_mark);
    lab->trained = NULL;
    struct trained *const trained = arena_take(&lab->kept, sizeof *trained);
    *trained = (struct trained){.cnn = learner_new_cnn(lab, &lab->kept, stream_of_cnn),
                                .mlp = learner_new_classifier(lab, &lab->kept, stream_of_mlp)};
    const struct tensor w = trained->cnn->cnn->conv[0].w.value;
    const size_t count = shape_count(w.shape);
    trained->first = tensor_view(w.shape, arena_reals(&lab->kept, count));
    memcpy(trained->first.data, w.data, count * sizeof *w.data);
    return trained;
}

/* Both on the same images: the second as long as the first was. */
static void train_both(struct lab *lab, struct trained *trained, const struct speeds *speeds,
                       struct history *cnn, struct history *mlp)
{
    struct course course = choose_course(lab, speeds);
    trained->images = course.training.count;
    print_setting(trained->cnn, &course, "Convolutional", network_to_text(&lab->network).text);
    course.what = "convolutional";
    *cnn = learner_train(trained->cnn, &course);
    require_kept(cnn);
    say_ended(cnn, &course);
    trained->epochs = (size_t)ceil((double)cnn->moment[cnn->count - 1].epoch);
    trained->images_per_second = (double)cnn->images / cnn->seconds;
    course.what = "lab 03's";
    course.most_images = cnn->images;
    course.most_seconds = 0;
    char network[64];
    snprintf(network, sizeof network, "%zu-256-128-%zu",
             lab->images.set.rows * lab->images.set.columns, lab->images.set.classes);
    print_setting(trained->mlp, &course, "Fully connected, lab 03's", network);
    *mlp = learner_train(trained->mlp, &course);
    require_kept(mlp);
}

static void load_both(struct lab *lab, struct trained *trained)
{
    const char *const path = lab->options.load;
    saved_read(lab, trained, path);
    printf("     Both networks come from %s, trained %zu times on %s images.\n", path,
           trained->epochs, count_to_text(trained->images).text);
}

void trained_load(struct lab *lab)
{
    images_measure(&lab->images);
    struct trained *const trained = begin(lab);
    load_both(lab, trained);
    lab->trained = trained;
}

static void test_them(struct lab *lab, struct trained *trained, const struct history *cnn,
                      const struct history *mlp)
{
    struct test test = test_both(lab, trained);
    if (cnn->count > 0) {
        write_curves(lab, cnn, mlp, &test);
    }
    print_test(lab, &test);
    confusion_count(&lab->images, test.images.count, test.truth, test.predicted, test.matrix);
    print_mistakes(lab, &test);
    write_confusion(lab, &test);
}

void show_training(void *context)
{
    struct lab *const lab = context;
    images_measure(&lab->images);
    struct trained *const trained = begin(lab);
    const struct speeds speeds = measure_speeds(lab);
    struct history cnn = {0}, mlp = {0};
    trained->speed = speeds.cnn;
    if (lab->options.load) {
        load_both(lab, trained);
    } else {
        train_both(lab, trained, &speeds, &cnn, &mlp);
    }
    lab->trained = trained;
    if (lab->options.save) {
        saved_write(lab, trained, lab->options.save);
    }
    test_them(lab, trained, &cnn, &mlp);
}
