/* Section 3.5: a class that is rare, in training and in validation: what accuracy says of that, what
 * F1 says, and what class weights do about it. */
#include "03-classifier/given/learner.h"
#include "03-classifier/given/sections.h"

#include "common/confusion.h"
#include "common/section.h"
#include "data/class_weights.h"
#include "train/metrics.h"
#include "train/scores.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { stream_of_rare = 4, most_images = 6000, usual_epochs = 3, trials = 3 };

/* --- the images ------------------------------------------------------------------------------- */

/* The numbers of some images, to train with and to validate with: halves of the training part. */
struct halves {
    struct images training, validation;
};

/* Fashion-MNIST's shirts, which are easily taken for something else; in other data the second class. */
static size_t rare_class(const struct image_set *set)
{
    for (size_t c = 0; c < set->classes; c++) {
        if (strcmp(set->class_name[c], "Shirt") == 0) {
            return c;
        }
    }
    return set->classes > 1 ? 1 : 0;
}

/* How many of a class may be kept, at least one, that it has this share of all, with so many others. */
static size_t most_of(real share, size_t others)
{
    if (share >= 1) {
        return SIZE_MAX;
    }
    const size_t most = (size_t)(share / (1 - share) * (real)others + (real)0.5);
    return most > 0 ? most : 1;
}

/* Deals each class out in turns. Of the rare class only so many go to each half. */
static struct halves deal(struct lab *lab, struct images images, size_t rare, size_t most)
{
    size_t seen[image_set_max_classes] = {0}, count[2] = {0, 0};
    size_t *const half[2] = {arena_take(&lab->model, images.count * sizeof(size_t)),
                             arena_take(&lab->model, images.count * sizeof(size_t))};
    for (size_t i = 0; i < images.count; i++) {
        const size_t class = lab->images.set.labels[images.index[i]], before = seen[class]++;
        if (class != rare || before / 2 < most) {
            half[before % 2][count[before % 2]++] = images.index[i];
        }
    }
    return (struct halves){{count[0], half[0]}, {count[1], half[1]}};
}

static size_t count_class(const struct lab *lab, struct images images, size_t class)
{
    size_t count[image_set_max_classes];
    class_counts(images.count, images.index, lab->images.set.labels, lab->images.set.classes,
                 count);
    return count[class];
}

/* --- the trainings ---------------------------------------------------------------------------- */

struct trial {
    const char *name;
    struct images training;
    bool class_weights;
    size_t *matrix; /* (classes,classes): of the images that validate */
};

static void validate(struct learner *learner, struct images validation, size_t *matrix)
{
    struct lab *const lab = learner->lab;
    unsigned char *const predicted = arena_take(&lab->model, validation.count);
    unsigned char *const truth = arena_take(&lab->model, validation.count);
    for (size_t i = 0; i < validation.count; i++) {
        truth[i] = lab->images.set.labels[validation.index[i]];
    }
    image_training_evaluate(&learner->training, &learner->validation, predicted);
    confusion_count(&lab->images, validation.count, truth, predicted, matrix);
}

/* All from the same start, with the rate falling to 0, so that none ends on a bad step. */
static void train(struct lab *lab, struct trial *trial, struct images validation)
{
    const size_t classes = lab->images.set.classes;
    trial->matrix = arena_take(&lab->model, classes * classes * sizeof *trial->matrix);
    const size_t mark = lab->model.used;
    struct recipe usual = recipe_usual();
    usual.epochs = usual_epochs;
    usual.schedule = schedule_cosine;
    struct recipe recipe = recipe_with(&lab->options, usual);
    recipe.class_weights = trial->class_weights;
    struct learner *const learner =
        learner_new(lab, &recipe, trial->training, validation, stream_of_rare);
    const struct history history = learner_train(learner, &(struct course){.what = trial->name});
    history_require_kept(&history);
    validate(learner, validation, trial->matrix);
    arena_reset(&lab->model, mark);
}

/* --- the table -------------------------------------------------------------------------------- */

static void print_head(const struct lab *lab, const struct halves *full, const struct halves *thin,
                       size_t rare)
{
    const char *const name = lab->images.set.class_name[rare];
    printf("     class %s: %zu of %s images to train with, instead of %zu, and %zu of %s to "
           "validate\n\n",
           name, count_class(lab, thin->training, rare), count_to_text(thin->training.count).text,
           count_class(lab, full->training, rare), count_class(lab, thin->validation, rare),
           count_to_text(thin->validation.count).text);
    printf("     %-30s %9s   class %-19s   %s\n", "", "", name, "all classes");
    printf("     %-30s %9s   %7s %9s %7s   %s\n", "training", "accuracy", "recall", "precision",
           "F1", "macro F1");
}

static void print_trial(const struct trial *trial, size_t classes, size_t rare)
{
    const size_t *const matrix = trial->matrix;
    printf("     %-30s %7.2f %%   %7.3f %9.3f %7.3f   %8.3f\n", trial->name,
           100 * (double)scores_accuracy(classes, matrix),
           lab_printed(recall_of(classes, matrix, rare)),
           lab_printed(precision_of(classes, matrix, rare)),
           lab_printed(f1_of(classes, matrix, rare)),
           lab_printed(scores_macro_f1(classes, matrix)));
}

static void say_cost(const struct lab *lab, struct images validation, size_t rare)
{
    printf("     To miss every image of class %s would cost %.2f %% of accuracy.\n",
           lab->images.set.class_name[rare],
           100 * (double)count_class(lab, validation, rare) / (double)validation.count);
}

/* --- the picture's numbers -------------------------------------------------------------------- */

/* Blocks: a row each training; a row each class with its recall in each training. */
static void write_trials(const struct lab *lab, const struct trial *trial, size_t rare)
{
    const size_t classes = lab->images.set.classes;
    struct trace trace = lab_trace_begin(
        lab, "rare", "rare_class_or_class accuracy_or_recall recall_or_2nd f1_or_3rd macro_f1");
    for (size_t k = 0; k < trials; k++) {
        const size_t *const m = trial[k].matrix;
        trace_row(&trace,
                  (real[]){(real)rare, scores_accuracy(classes, m), recall_of(classes, m, rare),
                           f1_of(classes, m, rare), scores_macro_f1(classes, m)});
    }
    trace_block(&trace, "class, its recall in each training");
    for (size_t c = 0; c < classes; c++) {
        trace_row(&trace, (real[]){(real)c, recall_of(classes, trial[0].matrix, c),
                                   recall_of(classes, trial[1].matrix, c),
                                   recall_of(classes, trial[2].matrix, c), 0});
    }
    lab_trace_finish(&trace);
}

/* --- the section ------------------------------------------------------------------------------ */

void show_rare(void *context)
{
    struct lab *const lab = context;
    images_measure(&lab->images);
    const size_t classes = lab->images.set.classes, rare = rare_class(&lab->images.set);
    const struct images some = images_some(&lab->model, lab->images.training, 2 * most_images);
    const size_t others = some.count - count_class(lab, some, rare);
    const struct halves full = deal(lab, some, rare, SIZE_MAX);
    const struct halves thin = deal(lab, some, rare, most_of(lab->options.rare, others / 2));
    struct trial trial[trials] = {{"with all of its images", full.training, false, NULL},
                                  {"rare", thin.training, false, NULL},
                                  {"rare, with class weights", thin.training, true, NULL}};
    print_head(lab, &full, &thin, rare);
    for (size_t k = 0; k < trials; k++) {
        train(lab, &trial[k], thin.validation);
        print_trial(&trial[k], classes, rare);
    }
    say_cost(lab, thin.validation, rare);
    write_trials(lab, trial, rare);
}
