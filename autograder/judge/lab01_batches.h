/* judge/lab01_batches.h: the check of exercise 1.8: every right answer has other numbers, so its
 * properties are checked and none is compared with the reference. */
#ifndef DESCENT_JUDGE_LAB01_BATCHES_H
#define DESCENT_JUDGE_LAB01_BATCHES_H

#include "judge/check.h"

void check_mini_batches(struct check *check);

#endif
