/* data/split.h: which rows train, and which are kept to judge the training by.
 *
 * Rows are told by their numbers; nothing is copied. The split is stratified: each class is split on
 * its own, so that both parts have the classes in the same proportions, also a class of 2 %.
 */
#ifndef DESCENT_DATA_SPLIT_H
#define DESCENT_DATA_SPLIT_H

#include "base/pcg32.h"
#include "base/real.h"

#include <stddef.h>

struct split {
    size_t *training; /* row numbers; the caller's, with room for `count` */
    size_t training_count;
    size_t *validation; /* the same */
    size_t validation_count;
};

/* Puts each of the rows 0 .. count-1 into one of the two parts and sets their counts. Of a class with
 * n rows, share * n, rounded to the nearest whole number, halves up, go to validation, every choice
 * of them equally likely; all others go to training. Within a part the rows may stand in any order.
 * Draw with pcg32_below. Labels are 0 .. classes-1, 0 <= share <= 1; what stood in the arrays does
 * not matter. */
void split_stratified(size_t count, const unsigned char *labels /* (count) */, size_t classes,
                      real share, struct pcg32 *generator, struct split *split);

#endif
