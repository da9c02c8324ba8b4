/* train/early_stopping.h: training ends when the validation loss has stopped falling, and the model
 * goes back to where it was best.
 *
 *     for (size_t epoch = 1; epoch <= epochs; epoch++) {
 *         train(...);
 *         if (early_stopping_update(&stopping, validation_loss(...))) {
 *             break;
 *         }
 *     }
 *     early_stopping_restore(&stopping);
 *
 * With patience 3 and the losses 0.9 0.7 0.8 0.7 0.75 it stops behind the fifth epoch, and the second
 * epoch's parameters come back: a loss that only equals the best is no better.
 *
 * N. Morgan, H. Bourlard, "Generalization and Parameter Estimation in Feedforward Nets", NIPS 1989;
 * L. Prechelt, "Early Stopping - But When?", 1998.
 */
#ifndef DESCENT_TRAIN_EARLY_STOPPING_H
#define DESCENT_TRAIN_EARLY_STOPPING_H

#include "base/arena.h"
#include "base/real.h"
#include "tensor/parameter.h"

#include <stdbool.h>
#include <stddef.h>

struct early_stopping {
    size_t patience;                   /* epochs in a row without a new best that end it, > 0 */
    size_t count;                      /* parameters of the model */
    const struct parameter *parameter; /* (count), the caller's */
    real **best;                       /* (count): their values behind the best epoch */
    real best_loss;                    /* infinite before the first epoch */
    size_t best_epoch;                 /* 1 .. epochs, 0 before the first */
    size_t epochs;                     /* that update was told of so far */
};

/* Before the first epoch: the best so far are the values that the parameters have now. The memory
 * for `best` is the arena's. (Given, in early_stopping_new.c.) */
struct early_stopping early_stopping_new(struct arena *arena, size_t patience,
                                         const struct parameter *parameter, size_t count);

/* Behind each epoch, with its validation loss: counts the epoch; a loss below the best is the new
 * best, with its epoch and a copy of the parameters' values. A NaN is below nothing. Returns true
 * when `patience` epochs have passed since the best one: training should end. */
bool early_stopping_update(struct early_stopping *stopping, real loss);

/* Gives the parameters their best values back. */
void early_stopping_restore(const struct early_stopping *stopping);

#endif
