/* learner.h: a network together with all that trains it: lab 04's convolutional one, and lab 03's fully
 * connected one beside it.
 *
 * A learner's memory comes from the arena that it is made with; what a step computes from the lab's.
 */
#ifndef DESCENT_LAB04_LEARNER_H
#define DESCENT_LAB04_LEARNER_H

#include "04-cnn/given/lab.h"
#include "autograd/tape.h"
#include "models/image_classifier.h"
#include "optim/optimizer.h"
#include "train/image_training.h"

#include <stdbool.h>

enum { learner_at_once = 64 }; /* images that are evaluated at once */

struct learner {
    struct lab *lab;
    struct arena *arena;                 /* its memory's */
    struct cnn *cnn;                     /* one of these two */
    struct image_classifier *classifier; /* is NULL */
    struct module model;
    size_t parameters;
    const struct parameter *parameter; /* (parameters) */

    struct optimizer optimizer;
    struct tape tape;
    struct pcg32 order; /* of the mini-batches */
    struct image_training training;
};

/* The network of lab->network, and 784-256-128-10. `stream` names their random numbers. They end the
 * section in words when there is no room for them. */
struct learner *learner_new_cnn(struct lab *lab, struct arena *arena, uint64_t stream);
struct learner *learner_new_classifier(struct lab *lab, struct arena *arena, uint64_t stream);

size_t learner_parameter_count(const struct learner *learner);

/* The network's logits for these images as they are, without training: on the learner's tape, which
 * the caller resets. */
struct variable *learner_logits(struct learner *learner, size_t rows,
                                const real *x /* (rows,pixels): standardised */);

/* How well it does on some of a set's images. Writes their predicted classes unless that is NULL. */
struct evaluation learner_evaluate(struct learner *learner, const struct image_set *set,
                                   struct images some, unsigned char *predicted /* (some.count) */);

/* From here to gpu_end(&lab->gpu) it computes there, if there is a GPU. learner_train does so by itself. */
void learner_to_gpu(struct learner *learner);

/* Seconds for an image, in a training step and in an evaluation: of the fastest of several short rounds.
 * The learner is not the same afterwards. */
struct speed {
    double step, evaluation;
};
struct speed learner_measure_speed(struct learner *learner);

/* --- a training -------------------------------------------------------------------------------- */

struct course {
    const char *
        what; /* a bar on a terminal, or now and then a line, with these words, says how far it is */
    size_t epochs, batch;
    struct images training, sample /* of them, evaluated */, validation;
    double most_seconds; /* evaluations included: then it ends, wherever it is; 0: never */
    size_t most_images;  /* the same; 0: when the epochs are over */
};

/* How well it does. */
struct moment {
    real epoch; /* 0: before the training; a training that was ended has a broken number last */
    struct evaluation training, validation;
};

struct history {
    struct moment *moment; /* (count), of the model's arena: before the training, then each epoch */
    size_t count;
    size_t images;  /* that it was trained on, counted again in each epoch */
    double seconds; /* of training alone */
    bool lost;      /* the loss was no finite number any more: there it ended */
    bool is_over;   /* false: most_seconds ended it */
};

/* Trains and prints a line an epoch. */
struct history learner_train(struct learner *learner, const struct course *course);

#endif
