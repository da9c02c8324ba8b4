/* Section 3.5, the training: a line an epoch, then, once, the images to test with. */
#include "03-classifier/given/learner.h"
#include "03-classifier/given/saved.h"
#include "03-classifier/given/sections.h"
#include "common/section.h"
#include "train/metrics.h"
#include "train/scores.h"

#include <stdio.h>

enum { stream_of_training = 1, pictured = 25 };

/* What came out for the images to test with. */
struct test {
    struct evaluation evaluation;
    unsigned char *predicted; /* (lab->test.count) */
    size_t *matrix;           /* (classes,classes) */
};

static struct test test_of(struct learner *learner)
{
    struct lab *const lab = learner->lab;
    const size_t classes = lab->set.classes;
    struct test test = {.predicted = arena_take(&lab->model, lab->test.count),
                        .matrix = arena_take(&lab->model, classes * classes * sizeof(size_t))};
    test.evaluation = learner_test(learner, test.predicted);
    confusion_matrix(lab->test.count, lab->test.labels, test.predicted, classes, test.matrix);
    return test;
}

/* --- the table -------------------------------------------------------------------------------- */

static void print_setting(const struct lab *lab, const struct learner *learner)
{
    const struct recipe *const recipe = &learner->recipe;
    printf("     %s images to train with, %s to validate, %s to test with once at the end\n",
           count_to_text(lab->training.count).text, count_to_text(lab->validation.count).text,
           count_to_text(lab->test.count).text);
    printf("     %s: %s parameters\n",
           recipe_network_text(recipe, lab->set.rows * lab->set.columns, lab->set.classes).text,
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
    const size_t classes = lab->set.classes;
    printf("\n     %-12s %9s %7s %7s   most often taken for\n", "class", "precision", "recall",
           "F1");
    for (size_t c = 0; c < classes; c++) {
        size_t times;
        const size_t other = most_taken_for(test, classes, c, &times);
        printf("     %-12s %9.3f %7.3f %7.3f   ", lab->set.class_name[c],
               (double)precision_of(classes, test->matrix, c),
               (double)recall_of(classes, test->matrix, c),
               (double)f1_of(classes, test->matrix, c));
        printf(times > 0 ? "%s, %zu times\n" : "-\n", lab->set.class_name[other], times);
    }
    printf("     %-12s %9.3f %7.3f %7.3f\n", "mean",
           (double)scores_macro_precision(classes, test->matrix),
           (double)scores_macro_recall(classes, test->matrix),
           (double)scores_macro_f1(classes, test->matrix));
}

static void print_test(const struct lab *lab, const struct test *test)
{
    const struct evaluation *const evaluation = &test->evaluation;
    printf(
        "\n     test, once: loss %.4f, accuracy %.2f %%; always saying one class gives %.2f %%\n",
        (double)evaluation->loss, 100 * (double)evaluation_accuracy(evaluation),
        100 * (double)scores_baseline(lab->set.classes, test->matrix));
    print_classes(lab, test);
}

/* --- the pictures' numbers -------------------------------------------------------------------- */

static void write_curves(const struct lab *lab, const struct history *history, const char *name)
{
    struct trace trace = lab_trace_begin(
        lab, name, "epoch training_loss training_accuracy validation_loss validation_accuracy");
    history_write(&trace, history);
    lab_trace_finish(&trace);
}

static void write_confusion(const struct lab *lab, const struct test *test)
{
    const size_t classes = lab->set.classes;
    struct trace trace = lab_trace_begin(lab, "confusion", "truth predicted images share_of_truth");
    for (size_t truth = 0; truth < classes; truth++) {
        size_t all = 0;
        for (size_t c = 0; c < classes; c++) {
            all += test->matrix[truth * classes + c];
        }
        for (size_t c = 0; c < classes; c++) {
            const real images = (real)test->matrix[truth * classes + c];
            trace_row(&trace,
                      (real[]){(real)truth, (real)c, images, all > 0 ? images / (real)all : 0});
        }
    }
    lab_trace_finish(&trace);
}

/* The first images to test with, and as many of those that were told wrong as there is room for:
 * every other place. */
static size_t image_to_show(const struct lab *lab, const struct test *test, size_t place,
                            size_t *next_wrong)
{
    if (place % 2 == 0) {
        return place / 2;
    }
    size_t i = *next_wrong;
    while (i < lab->test.count && test->predicted[i] == lab->test.labels[i]) {
        i++;
    }
    *next_wrong = i + 1;
    return i < lab->test.count ? i : place;
}

/* A block an image: a row with truth and prediction, then the pixels, a row of the image a line. */
static void write_images(const struct lab *lab, const struct test *test)
{
    const struct image_set *const set = &lab->test;
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

/* With --save: behind each epoch. */
static void save_moment(struct learner *learner, const struct moment *moment, void *unused)
{
    (void)unused;
    if (moment->epoch > 0) {
        saved_write(learner, NULL, learner->lab->options.save);
    }
}

static void resume(struct learner *learner, const char *path)
{
    saved_read(learner, NULL, path);
    printf("     going on from %s, behind epoch %zu\n\n", path, learner->epoch);
    if (learner->epoch >= learner->recipe.epochs) {
        printf("     That was the last of %zu epochs: --epochs %zu would train on.\n\n",
               learner->recipe.epochs, 2 * learner->recipe.epochs);
    }
}

void show_training(void *context)
{
    struct lab *const lab = context;
    images_measure(lab);
    const struct recipe recipe = recipe_with(&lab->options, recipe_usual());
    struct learner *const learner =
        learner_new(lab, &recipe, lab->training, lab->validation, stream_of_training);
    print_setting(lab, learner);
    if (lab->options.resume) {
        resume(learner, lab->options.resume);
    }
    const struct course course = {
        .what = "training",
        .table = true,
        .listen = lab->options.save ? save_moment : NULL,
    };
    const struct history history = learner_train(learner, &course);
    write_curves(lab, &history, "training");
    history_require_kept(&history);
    const struct test test = test_of(learner);
    print_test(lab, &test);
    write_confusion(lab, &test);
    write_images(lab, &test);
}
