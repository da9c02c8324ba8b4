/* train/trainer.h: all that one training run holds: model, data, batches, optimizer, scratch.
 *
 * The loop itself stands in train/epoch.c.
 */
#ifndef DESCENT_TRAIN_TRAINER_H
#define DESCENT_TRAIN_TRAINER_H

#include "base/arena.h"
#include "base/pcg32.h"
#include "data/batches.h"
#include "data/samples.h"
#include "models/linear_model.h"

#include <stddef.h>

struct trainer {
    struct linear_model *model;
    const struct samples *samples;
    struct batches batches;
    struct pcg32 *generator;

    real rate; /* learning rate, > 0 */
    real beta; /* momentum, 0 for plain gradient descent */

    /* one mini-batch and what the layer and the loss make of it */
    real *x;     /* (batch,in) */
    real *y;     /* (batch,out) */
    real *yhat;  /* (batch,out) */
    real *dyhat; /* (batch,out): d loss / d yhat */
    real *dx;    /* (batch,in): d loss / d x */

    /* the parameters' values before the last step, for momentum */
    real *previous_w, *previous_b;

    size_t steps; /* taken so far */

    /* called behind each step with the loss of its mini-batch; NULL when nobody listens */
    void (*after_step)(const struct trainer *trainer, real loss, void *listener);
    void *listener;
};

struct trainer_settings {
    size_t batch; /* rows a mini-batch, 1 .. samples->count */
    real rate, beta;
};

/* A trainer whose arrays are taken from the arena. Model, samples and generator stay the caller's
 * and must live as long. Panics when the batch or the samples' shape does not fit. */
struct trainer trainer_new(struct arena *arena, struct linear_model *model,
                           const struct samples *samples, struct pcg32 *generator,
                           struct trainer_settings settings);

/* Sets dyhat, dx and the gradients of w and b to zero. */
void trainer_zero_gradients(struct trainer *trainer);

/* Moves w and b by one step of the optimizer: gradient_descent_step when beta is 0, momentum_step
 * otherwise. `loss` is the mini-batch's, for whoever listens. */
void trainer_step(struct trainer *trainer, real loss);

#endif
