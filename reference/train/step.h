/* train/step.h: one training step of any model on the tape.
 *
 *     zero the gradients, forward, loss, backward, step
 */
#ifndef DESCENT_TRAIN_STEP_H
#define DESCENT_TRAIN_STEP_H

#include "autograd/tape.h"
#include "layers/sequential.h"
#include "optim/optimizer.h"

/* All that a step needs. Everything stays the caller's. */
struct training {
    struct tape *tape;
    struct module model;
    struct variable *(*loss)(struct tape *tape, struct variable *yhat, struct variable *y);
    struct optimizer *optimizer;
};

/* Moves the model by one step on the batch x, y. Returns the batch's loss as it was before the
 * step. The tape is reset at the end, so x and y lie elsewhere than in the step's arena; a steady
 * step calls malloc not once. */
real train_step(struct training *training, struct tensor x, struct tensor y);

/* The batch's loss with nothing recorded and nothing moved, the layers in evaluation: nothing is
 * dropped, no random number drawn, no running statistic changed. The tape is reset here, too. */
real evaluate_loss(struct training *training, struct tensor x, struct tensor y);

#endif
