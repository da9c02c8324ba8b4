/* data/standardise.h: columns of mean 0 and deviation 1.
 *
 *     x_ij <- (x_ij - mean_j) / deviation_j
 *
 * The statistics are those of the training part, for it and for every other part as well: what is
 * tested or predicted later must not have a say, and must be put on the very scale on which the
 * model was trained.
 *
 * x is (count,columns). Which numbers share a column is the caller's choice: 784 columns give each
 * pixel a mean of its own; the same memory as count * 784 rows of 1 column gives all pixels one.
 */
#ifndef DESCENT_DATA_STANDARDISE_H
#define DESCENT_DATA_STANDARDISE_H

#include "base/real.h"

#include <stddef.h>

/* The columns' statistics, of at least one row:
 *
 *     mean_j = 1/count sum_i x_ij        deviation_j = sqrt(1/count sum_i (x_ij - mean_j)^2)
 *
 * 1/count, not 1/(count - 1). A column whose values are all equal, such as a pixel that is black in
 * every image, gets deviation 1: there is nothing to stretch, and nothing is divided by 0.
 * Millions of rows must not wear the sums away: keep them in double. */
void standardise_fit(size_t count, size_t columns, const real *x /* (count,columns) */,
                     real *mean /* (columns) */, real *deviation /* (columns) */);

/* Puts x on the scale of these statistics, in place. */
void standardise_apply(size_t count, size_t columns, const real *mean /* (columns) */,
                       const real *deviation /* (columns) */, real *x /* (count,columns) */);

#endif
