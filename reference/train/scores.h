/* train/scores.h: single numbers that sum up a confusion matrix (train/metrics.h).
 *
 * Accuracy says how many rows are right; where one class is rare, it hardly notices that class. The
 * macro mean gives each class the same say. The baseline is what one reaches without having learnt
 * anything but which class is the most frequent: a score means little until it is well above.
 */
#ifndef DESCENT_TRAIN_SCORES_H
#define DESCENT_TRAIN_SCORES_H

#include "base/real.h"

#include <stddef.h>

/* The share of rows that are right: the diagonal by all; 0 when there is no row. */
real scores_accuracy(size_t classes, const size_t *matrix /* (classes,classes) */);

/* The accuracy of always predicting the class with the most rows in truth; 0 when there is no row. */
real scores_baseline(size_t classes, const size_t *matrix /* (classes,classes) */);

/* Means of the classes' precision, recall and F1, over all classes, also those without a row. */
real scores_macro_precision(size_t classes, const size_t *matrix /* (classes,classes) */);
real scores_macro_recall(size_t classes, const size_t *matrix /* (classes,classes) */);
real scores_macro_f1(size_t classes, const size_t *matrix /* (classes,classes) */);

#endif
