/* losses/loss.h: the losses on the tape: one number that says how bad the predictions are.
 *
 * Predictions and truth have the same shape, else a panic says both: `mse_loss: yhat is (4,1), y is
 * (4)`. The truth y is data: no gradient goes to it, even where it has one. The kernels stand in
 * kernels/naive/mse.h, binary_cross_entropy.h and softmax_cross_entropy.h.
 */
#ifndef DESCENT_LOSSES_LOSS_H
#define DESCENT_LOSSES_LOSS_H

#include "autograd/tape.h"

/* Mean squared error of yhat against y; a variable with one element. */
struct variable *mse_loss(struct tape *tape, struct variable *yhat, struct variable *y);

/* Binary cross-entropy of the logits against y (0, 1 or between); a variable with one element. */
struct variable *binary_cross_entropy_loss(struct tape *tape, struct variable *logits,
                                           struct variable *y);

/* Softmax cross-entropy of the logits (n,classes) against the labels (n), whole numbers 0 ..
 * classes-1; a variable with one element. A row counts as much as its class weighs; the weights must
 * live until tape_reset, and NULL says that all count alike. `smoothing`, from 0 to 1, is the share of
 * each target that is spread evenly over the classes (losses/label_smoothing.h), usually 0. Panics
 * when a label is none: `softmax_cross_entropy_loss: label 7 is 10, expected 0 to 9`. */
struct variable *softmax_cross_entropy_loss(struct tape *tape, struct variable *logits,
                                            struct variable *labels,
                                            const real *weight /* (classes) or NULL */,
                                            real smoothing);

#endif
