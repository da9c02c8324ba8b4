/* learner.h: a classifier together with all that trains it, for sections that train many.
 *
 *     const struct recipe recipe = recipe_with(&lab->options, recipe_usual());
 *     struct learner *const learner = learner_new(lab, &recipe, lab->images.training, lab->images.validation, 7);
 *     const struct history history = learner_train(learner, &(struct course){.what = "training"});
 *
 * All memory comes from the lab's arenas: to forget a learner, reset the model's to an earlier mark.
 */
#ifndef DESCENT_LAB03_LEARNER_H
#define DESCENT_LAB03_LEARNER_H

#include "03-classifier/given/lab.h"
#include "03-classifier/given/recipe.h"
#include "autograd/tape.h"
#include "optim/optimizer.h"
#include "train/early_stopping.h"
#include "train/image_training.h"

#include <stdbool.h>

struct learner {
    struct lab *lab;
    struct recipe recipe;
    struct image_classifier *classifier;
    struct optimizer optimizer;
    struct schedule schedule;
    struct tape tape;
    struct pcg32 order, masks; /* of the batches; of dropout */
    struct image_batches batches /* trained with */, sample /* of them, evaluated */, validation;
    struct image_training training;
    size_t epoch; /* trained so far */

    /* batch norm's running statistics: what a GPU moves besides the parameters */
    struct parameter statistic[2 * image_classifier_max_layers];
};

/* A new classifier and its training. `stream` names its random numbers: with the same one two learners
 * of one shape start from the same weights and see the images in the same order. Ends the section in
 * words when the arenas have no room for it. */
struct learner *learner_new(struct lab *lab, const struct recipe *recipe, struct images training,
                            struct images validation, uint64_t stream);

/* How well it does. */
struct moment {
    size_t epoch;                           /* 0: before the training */
    struct evaluation training, validation; /* the first on as many images as validate, or 1000 */
};

/* Prints loss and accuracy as columns of a table, 20 characters, without a newline. */
void evaluation_print(const struct evaluation *evaluation);

/* True of 0, 1, 2, 5, 10, 20, 50, ...: what a short table of many epochs shows. */
bool is_round(size_t epoch);

/* Early stopping that keeps of the best epoch all parameters and batch norm's running statistics. What
 * it keeps is the learner's as it is now, until it is told of an epoch. */
struct early_stopping learner_stopping(struct learner *learner, size_t patience);

/* A whole training, from learner->epoch + 1 on. */
struct course {
    const char *what;                /* a bar on a terminal, with these words, says how far it is */
    bool table;                      /* print a line behind each epoch */
    struct early_stopping *stopping; /* told of each epoch; ends the training. NULL: nothing does */

    /* called behind each epoch; NULL when nobody listens */
    void (*listen)(struct learner *learner, const struct moment *moment, void *listener);
    /* called behind each step with how many images were trained on since the training began (one
     * counts again in each epoch) and the mini-batch's loss from before the step; NULL as above */
    void (*hear)(size_t images, real loss, void *listener);
    void *listener;
};

struct history {
    struct moment *moment; /* (count), of the model's arena: before the training, then each epoch */
    size_t count;
    bool lost; /* the loss was no finite number any more: there it ended */
};

/* Trains until recipe.epochs have passed, or something ends it. */
struct history learner_train(struct learner *learner, const struct course *course);

/* How well it does now, without training. */
struct moment learner_moment(struct learner *learner);

/* How well it does on the images to test with; their predicted classes are written. */
struct evaluation learner_test(struct learner *learner,
                               unsigned char *predicted /* (lab->images.test.count) */);

/* The last moment; the one with the least validation loss. */
struct moment history_end(const struct history *history);
struct moment history_best(const struct history *history);

/* Says in a line, when the training was lost, what does that. The second one ends the section with it. */
void history_say_lost(const struct history *history);
void history_require_kept(const struct history *history);

/* Writes a row of five columns for each moment: epoch, loss and accuracy in training, in validation. */
void history_write(struct trace *trace, const struct history *history);

#endif
