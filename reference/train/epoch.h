/* train/epoch.h: the training loop, as every framework has it. */
#ifndef DESCENT_TRAIN_EPOCH_H
#define DESCENT_TRAIN_EPOCH_H

#include "train/trainer.h"

/* One epoch over trainer->samples in shuffled mini-batches. For each batch: zero the gradients,
 * forward, loss, backward, step. Returns the epoch's mean loss over all samples, each mini-batch's
 * loss as it was before its step. */
real train_epoch(struct trainer *trainer);

#endif
