/* Section 3.5, the training: a line an epoch, then, once, the images to test with. */
#include "03-classifier/given/learner.h"
#include "03-classifier/given/saved.h"
#include "03-classifier/given/sections.h"
#include "common/confusion.h"
#include "common/section.h"
#include "train/metrics.h"
#include "train/scores.h"

#include <stdio.h>

enum { stream_of_training = 1, epochs_with_leak = 20, pictured = 25 };

/* What came out for the images to test with. */
struct test {
    struct evaluation evaluation;
    unsigned char *predicted; /* (lab->images.test.count) */
    size_t *matrix;           /* (classes,classes) */
};

/* --- the table -------------------------------------------------------------------------------- */

static void print_setting(const struct lab *lab, const struct learner *learner)
{
    const struct recipe *const recipe = &learner->recipe;
    printf("     %s images to train with, %s to validate, %s to test with once at the end\n",
           count_to_text(lab->images.training.count).text,
           count_to_text(lab->images.validation.count).text,
           count_to_text(lab->images.test.count).text);
    printf("     %s: %s parameters\n",
           recipe_network_text(recipe, lab->images.set.rows * lab->images.set.columns,
                               lab->images.set.classes)
               .text,
           count_to_text(image_classifier_parameter_count(learner->classifier)).text);
    printf("     %s\n\n", recipe_training_text(recipe).text);
}

/* The class that this one is most often taken for, and how often. */
static size_t most_taken_for(const struct test *test, size_t classes, size_t label, size_t *times)
{
    size_t most = label == 0 ? 1 : 0;
    for (size_t c = 0; c < classes; c++) {
        if (c != label &&
            test->matrix[label * classes + c] > test->matrix[label * classes + most]) {
            most = c;
        }
    }
    *times = test->matrix[label * classes + most];
    return most;
}

static void print_classes(const struct lab *lab, const struct test *test)
{
    const size_t classes = lab->images.set.classes;
    printf("\n     %-12s %9s %7s %7s   most often taken for\n", "class", "precision", "recall",
           "F1");
    for (size_t c = 0; c < classes; c++) {
        size_t times;
        const size_t other = most_taken_for(test, classes, c, &times);
        printf("     %-12s %9.3f %7.3f %7.3f   ", lab->images.set.class_name[c],
               lab_printed(precision_of(classes, test->matrix, c)),
               lab_printed(recall_of(classes, test->matrix, c)),
               lab_printed(f1_of(classes, test->matrix, c)));
        printf(times > 0 ? "%s (%zu)\n" : "-\n", lab->images.set.class_name[other], times);
    }
    printf("     %-12s %9.3f %7.3f %7.3f\n", "mean",
           lab_printed(scores_macro_precision(classes, test->matrix)),
           lab_printed(scores_macro_recall(classes, test->matrix)),
           lab_printed(scores_macro_f1(classes, test->matrix)));
    printf("     Who always says the most frequent class is right in %.2f %%.\n",
           100 * (double)scores_baseline(classes, test->matrix));
}

static void print_test(const struct moment *end, const struct evaluation *test)
{
    const struct evaluation *const validation = &end->validation;
    printf("\n     test, once:   loss %.4f, accuracy %.2f %%\n     validation:   loss %.4f, "
           "accuracy %.2f %%\n",
           (double)test->loss, 100 * (double)evaluation_accuracy(test), (double)validation->loss,
           100 * (double)evaluation_accuracy(validation));
}

/* --- the pictures' numbers -------------------------------------------------------------------- */

static void write_curves(const struct lab *lab, const struct history *history)
{
    struct trace trace = lab_trace_begin(
        lab, "training",
        "epoch training_loss training_accuracy validation_loss validation_accuracy");
    history_write(&trace, history);
    lab_trace_finish(&trace);
}

static void write_test(const struct lab *lab, const struct moment *end,
                       const struct evaluation *test)
{
    struct trace trace = lab_trace_begin(lab, "test", "epoch loss accuracy");
    trace_row(&trace, (real[]){(real)end->epoch, test->loss, evaluation_accuracy(test)});
    lab_trace_finish(&trace);
}

static void write_confusion(const struct lab *lab, const struct test *test)
{
    struct trace trace = lab_trace_begin(lab, "confusion", "truth predicted images share_of_truth");
    confusion_write(&trace, lab->images.set.classes, test->matrix);
    lab_trace_finish(&trace);
}

/* The first images to test with, and as many of those that were told wrong as there is room for:
 * every other place. Where there are too few, they begin again. */
static size_t image_to_show(const struct lab *lab, const struct test *test, size_t place,
                            size_t *next_wrong)
{
    if (place % 2 == 0) {
        return place / 2 % lab->images.test.count;
    }
    size_t i = *next_wrong;
    while (i < lab->images.test.count && test->predicted[i] == lab->images.test.labels[i]) {
        i++;
    }
    *next_wrong = i + 1;
    return i < lab->images.test.count ? i : place % lab->images.test.count;
}

/* A block an image: a row with truth and prediction, then the pixels, a row of the image a line. */
static void write_images(const struct lab *lab, const struct test *test)
{
    const struct image_set *const set = &lab->images.test;
    struct trace trace = lab_trace_begin(lab, "images", "column row ink truth predicted");
    size_t next_wrong = pictured;
    for (size_t place = 0; place < pictured; place++) {
        const size_t image = image_to_show(lab, test, place, &next_wrong);
        const unsigned char *const pixels = image_set_pixels(set, image);
        trace_block(&trace, "image");
        for (size_t p = 0; p < set->rows * set->columns; p++) {
            trace_row(&trace,
                      (real[]){(real)(p % set->columns), (real)(p / set->columns), (real)pixels[p],
                               (real)set->labels[image], (real)test->predicted[image]});
        }
    }
    lab_trace_finish(&trace);
}

/* --- the section ------------------------------------------------------------------------------ */

/* A training that may be saved behind each epoch, and stopped early. */
struct session {
    struct learner *learner;
    struct early_stopping kept, *stopping; /* `kept` with --patience, else NULL */
};

/* With --save. */
static void save_moment(struct learner *learner, const struct moment *moment, void *listener)
{
    const struct session *const session = listener;
    if (moment->epoch > 0) {
        saved_write(learner, session->stopping, learner->lab->options.save);
    }
}

static void resume(const struct session *session, const char *path)
{
    struct learner *const learner = session->learner;
    saved_read(learner, session->stopping, path);
    printf("     going on from %s, behind epoch %zu\n\n", path, learner->epoch);
    if (learner->epoch >= learner->recipe.epochs) {
        printf("     That was the last of %zu epochs: --epochs %zu would train on.\n\n",
               learner->recipe.epochs, 2 * learner->recipe.epochs);
    }
}

static void begin(struct lab *lab, struct session *session)
{
    const struct options *const options = &lab->options;
    struct recipe usual = recipe_usual();
    usual.epochs = options->leak ? epochs_with_leak : usual.epochs;
    const struct recipe recipe = recipe_with(options, usual);
    *session = (struct session){.learner = learner_new(lab, &recipe, lab->images.training,
                                                       lab->images.validation, stream_of_training)};
    if (options->patience > 0) {
        session->kept = learner_stopping(session->learner, options->patience);
        session->stopping = &session->kept;
    }
    print_setting(lab, session->learner);
    if (options->resume) {
        resume(session, options->resume);
    }
}

/* Gives the network of the best epoch back, and says which that is. */
static struct moment restored(struct session *session)
{
    early_stopping_restore(session->stopping);
    printf("     epoch %zu of %zu was the best, and comes back\n", session->stopping->best_epoch,
           session->learner->epoch);
    struct moment moment = learner_moment(session->learner);
    moment.epoch = session->stopping->best_epoch;
    return moment;
}

static void test_it(struct lab *lab, struct learner *learner, const struct moment *end)
{
    const size_t classes = lab->images.set.classes;
    struct test test = {.predicted = arena_take(&lab->model, lab->images.test.count),
                        .matrix = arena_take(&lab->model, classes * classes * sizeof(size_t))};
    test.evaluation = learner_test(learner, test.predicted);
    print_test(end, &test.evaluation);
    write_test(lab, end, &test.evaluation);
    write_images(lab, &test);
    confusion_count(&lab->images, lab->images.test.count, lab->images.test.labels, test.predicted,
                    test.matrix);
    print_classes(lab, &test);
    write_confusion(lab, &test);
}

void show_training(void *context)
{
    struct lab *const lab = context;
    struct session session;
    images_measure(&lab->images);
    begin(lab, &session);
    const struct history history = learner_train(
        session.learner, &(struct course){.what = "training",
                                          .table = true,
                                          .stopping = session.stopping,
                                          .listen = lab->options.save ? save_moment : NULL,
                                          .listener = &session});
    write_curves(lab, &history);
    history_require_kept(&history);
    const struct moment end = session.stopping ? restored(&session) : history_end(&history);
    test_it(lab, session.learner, &end);
}
