/* worker/lab03.h: what lab 03's drivers share, and the drivers that stand in files of their own. */
#ifndef DESCENT_WORKER_LAB03_H
#define DESCENT_WORKER_LAB03_H

#include "worker/call.h"

/* A copy of some numbers in an allocation of exact size: one row, or one batch, of an array that came
 * with the call, so that memory checkers see who leaves it. */
real *copy_of(size_t count, const real *values);

/* Puts such a copy back where it came from, and frees it: the judge sees what was changed. */
void put_back(real *copy, size_t count, real *values);

/* The array of this name as labels, (count). The driver frees them. */
unsigned char *labels_of(const struct call *call, const char *name);

/* Those of lab03_data.c: 3.1 and 3.2. */
void exercise_3_1(const struct call *call);
void exercise_3_1_apply(const struct call *call);
void exercise_3_2(const struct call *call);
void exercise_3_2_tally(const struct call *call);

/* Those of lab03_workflow.c: 3.5 and 3.6. */
void exercise_3_5(const struct call *call);
void exercise_3_5_precision(const struct call *call);
void exercise_3_5_recall(const struct call *call);
void exercise_3_5_f1(const struct call *call);
void exercise_3_6(const struct call *call);
void exercise_3_6_restore(const struct call *call);

/* Those of lab03_optimizers.c: 3.7 to 3.10. */
void exercise_3_7(const struct call *call);
void exercise_3_7_training(const struct call *call);
void exercise_3_7_losses(const struct call *call);
void exercise_3_8(const struct call *call);
void exercise_3_8_training(const struct call *call);
void exercise_3_9(const struct call *call);
void exercise_3_9_training(const struct call *call);
void exercise_3_10(const struct call *call);
void exercise_3_10_training(const struct call *call);

#endif
