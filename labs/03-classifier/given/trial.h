/* trial.h: a training of which only its course is kept: for sections that set many beside each other.
 *
 *     struct trial trial = trial_new(lab, &recipe, training, validation, stream);
 *     trial_train(&trial, &(struct course){.what = "adam"});
 *     history_end(&trial.history), trial.curve ...
 *
 * What is kept comes from the model's arena; the network's memory is given back when it is trained.
 */
#ifndef DESCENT_LAB03_TRIAL_H
#define DESCENT_LAB03_TRIAL_H

#include "03-classifier/given/learner.h"

/* The loss by step. A single mini-batch's scatters too much to be drawn: each point is the mean over a
 * part of the training. */
struct loss_curve {
    size_t count;
    real *epoch; /* (count): the middle of the part, 0.5 in the middle of the first epoch */
    real *loss;  /* (count) */

    size_t images, epochs; /* in an epoch; epochs */
    size_t begin, steps;   /* the part that is heard now: where it began, in images; its steps */
    real sum;              /* of their losses */
};

struct trial {
    struct learner *learner; /* until it has trained */
    struct history history;
    struct loss_curve curve;
    double seconds; /* that the training took */
    size_t mark;
};

/* Makes the learner: learner_new. */
struct trial trial_new(struct lab *lab, const struct recipe *recipe, struct images training,
                       struct images validation, uint64_t stream);

/* Trains as learner_train does, but that the course's `hear` is this function's own. Behind it the
 * learner is gone. */
void trial_train(struct trial *trial, const struct course *course);

/* Writes a row of three columns for each point: epochs, loss, not a number. */
void loss_curve_write(struct trace *trace, const struct loss_curve *curve);

#endif
