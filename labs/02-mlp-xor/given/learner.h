/* learner.h: a network together with all that trains it, for sections that train many.
 *
 *     struct mlp mlp = learner_network(lab, &form, rows, &generator);
 *     struct learner *const learner = learner_new(lab, &mlp, x, y, &settings);
 *     learner_train(learner, epochs, "curve, 8 units");
 *     const real loss = learner_loss(learner);
 *
 * All memory comes from the lab's arenas: to forget a learner, reset the model's to an earlier mark.
 */
#ifndef DESCENT_LAB02_LEARNER_H
#define DESCENT_LAB02_LEARNER_H

#include "02-mlp-xor/given/lab.h"
#include "data/batches.h"
#include "data/samples.h"
#include "models/mlp.h"
#include "optim/optimizer.h"
#include "train/step.h"

/* in-hidden-...-hidden-1. depth may be 0: one linear layer. */
struct learner_form {
    size_t in, hidden, depth;
    enum activation activation;
    enum initialisation initialisation;
};

struct learner_settings {
    struct variable *(*loss)(struct tape *tape, struct variable *yhat, struct variable *y);
    size_t batch; /* rows of a mini-batch, 1 .. rows */
    real rate, beta;
    struct pcg32 *generator; /* of the batches' order */
};

struct learner {
    struct mlp *mlp;
    struct tape tape;
    struct optimizer optimizer;
    struct training training;

    struct tensor x, y; /* (rows,in) and (rows,1) */
    struct samples samples;
    struct batches batches;
    real *batch_x, *batch_y; /* (batch,in) and (batch,1) */
    struct pcg32 *generator;
};

/* A network of this form, its weights drawn by the student's functions, its offsets 0. Ends the
 * section in words when the arenas have no room to train it with so many rows at once. */
struct mlp learner_network(struct lab *lab, const struct learner_form *form, size_t rows,
                           struct pcg32 *generator);

/* A learner of the rows x -> y. The network, the rows and the generator stay the caller's. With
 * momentum it notes the network's values now: who wants to change them does so before. */
struct learner *learner_new(struct lab *lab, struct mlp *mlp, struct tensor x, struct tensor y,
                            const struct learner_settings *settings);

/* One epoch in shuffled mini-batches. Returns its mean loss, each batch's as it was before its
 * step. */
real learner_epoch(struct learner *learner);

/* Epochs until all are done or the loss is no number any more. On a terminal a bar says meanwhile
 * how far it is; it leaves nothing behind. */
void learner_train(struct learner *learner, size_t epochs, const char *what);

/* The loss of all rows. */
real learner_loss(struct learner *learner);

/* What the network makes of other rows x (n,in). */
void learner_predict(struct learner *learner, struct tensor x, real *yhat /* (n,1) */);

#endif
