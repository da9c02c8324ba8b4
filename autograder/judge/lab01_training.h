/* judge/lab01_training.h: the check of exercise 1.10: the loop's arithmetic where the order of the
 * rows does not matter, and its convergence on both data sets. */
#ifndef DESCENT_JUDGE_LAB01_TRAINING_H
#define DESCENT_JUDGE_LAB01_TRAINING_H

#include "judge/check.h"

void check_training_loop(struct check *check);

#endif
