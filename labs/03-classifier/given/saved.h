/* saved.h: a training that is kept in a file and goes on from there: --save and --resume.
 *
 * The file is a checkpoint (train/checkpoint.h): `head -n 30 FILE` reads it.
 */
#ifndef DESCENT_LAB03_SAVED_H
#define DESCENT_LAB03_SAVED_H

#include "03-classifier/given/learner.h"

/* Writes all that the training hangs on: weights, batch norm's running statistics, the optimizer, the
 * random generators, the epoch; `stopping` as well unless it is NULL. A file that cannot be written
 * ends the program with one line and status 1. */
void saved_write(struct learner *learner, struct early_stopping *stopping, const char *path);

/* Reads it into a learner of the same recipe. A file that is wrong, or another training's, ends the
 * program with one line and status 1. */
void saved_read(struct learner *learner, struct early_stopping *stopping, const char *path);

#endif
