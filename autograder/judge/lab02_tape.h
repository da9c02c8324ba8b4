/* judge/lab02_tape.h: the checks of the exercises on the tape: 2.4, 2.5 and 2.7. */
#ifndef DESCENT_JUDGE_LAB02_TAPE_H
#define DESCENT_JUDGE_LAB02_TAPE_H

#include "judge/check.h"

void check_arithmetic(struct check *check);
void check_linear_layer(struct check *check);

/* in lab02_walk.c */
void check_walk_back(struct check *check);

#endif
