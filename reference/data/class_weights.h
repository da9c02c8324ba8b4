/* data/class_weights.h: how much each sample's loss counts, so that rare classes are learnt as well.
 *
 *     weight_c = N / (K n_c)      N rows, n_c of them of class c, K classes that occur
 *
 * The rows of each class together then weigh the same, N / K, and the mean weight of a row is 1, as
 * without weights. scikit-learn calls it "balanced", after
 * G. King, L. Zeng, "Logistic Regression in Rare Events Data", Political Analysis 9(2), 2001.
 */
#ifndef DESCENT_DATA_CLASS_WEIGHTS_H
#define DESCENT_DATA_CLASS_WEIGHTS_H

#include "base/real.h"

#include <stddef.h>

/* Counts the rows of each class: those that index names, all of 0 .. count-1 when it is NULL. Panics
 * when a label is not below `classes`. */
void class_counts(size_t count, const size_t *index /* (count) or NULL */,
                  const unsigned char *labels, size_t classes, size_t *rows /* (classes) */);

/* A class without a row gets weight 0. */
void class_weights(size_t classes, const size_t *rows /* (classes) */,
                   real *weight /* (classes) */);

#endif
