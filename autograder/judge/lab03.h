/* judge/lab03.h: the checks of lab 03 that stand in files of their own. */
#ifndef DESCENT_JUDGE_LAB03_H
#define DESCENT_JUDGE_LAB03_H

#include "judge/check.h"

/* in lab03_data.c and lab03_split.c */
void check_standardise(struct check *check);
void check_split(struct check *check);

/* in lab03_workflow.c */
void check_metrics(struct check *check);
void check_early_stopping(struct check *check);

/* in lab03_optimizers.c */
void check_adagrad(struct check *check);
void check_rmsprop(struct check *check);
void check_adam(struct check *check);
void check_adamw(struct check *check);

/* in lab03_dropout.c */
void check_dropout(struct check *check);

#endif
