/* train/metrics.h: which classes are recognised, and what is taken for what.
 *
 * The confusion matrix counts rows by their truth, down, and what was predicted for them, across:
 *
 *                    predicted
 *                    cat  dog  owl
 *     truth    cat     3    1    0        matrix[truth * classes + predicted]
 *              dog     2    4    0
 *              owl     0    1    5
 *
 * The diagonal holds what is right. A class's column are the rows that were called so, its row are
 * those that are so. (Some books have the axes the other way round.)
 *
 *     precision   of those called c, the share that is c:           m_cc / sum of column c
 *     recall      of those that are c, the share that was found:    m_cc / sum of row c
 *     F1          their harmonic mean:                              2 p r / (p + r)
 *
 * 0 / 0 is 0 in all three: a class that is never predicted has precision 0, one that never occurs
 * has recall 0, and F1 is 0 when both are. What is made of the whole matrix stands in train/scores.h.
 */
#ifndef DESCENT_TRAIN_METRICS_H
#define DESCENT_TRAIN_METRICS_H

#include "base/real.h"

#include <stddef.h>

/* Writes the matrix; what stood there does not matter. Labels are 0 .. classes-1. */
void confusion_matrix(size_t count, const unsigned char *truth /* (count) */,
                      const unsigned char *predicted /* (count) */, size_t classes,
                      size_t *matrix /* (classes,classes) */);

/* Of one class, label < classes. */
real precision_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label);
real recall_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label);
real f1_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label);

#endif
