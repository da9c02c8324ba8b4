/* data/batches.h: the samples in shuffled mini-batches, each row once an epoch.
 *
 *     batches_shuffle(&batches, &generator);
 *     while ((rows = batches_next(&batches, &samples, x, y)) > 0) { ... }
 *
 * Ten rows in batches of four come as 4, 4 and 2: the last batch is short, no row is left out.
 */
#ifndef DESCENT_DATA_BATCHES_H
#define DESCENT_DATA_BATCHES_H

#include "base/pcg32.h"
#include "base/real.h"
#include "data/samples.h"

#include <stddef.h>

struct batches {
    size_t count;  /* rows of the data, at least 1 */
    size_t size;   /* rows of a full batch, at least 1 */
    size_t *order; /* (count): the rows' numbers in the order of this epoch */
    size_t next;   /* how many of them have been handed out */
};

/* Starts an epoch: writes into order the numbers 0 .. count-1, each once, every order equally
 * likely, and sets next to 0. Draw with pcg32_below. What stood in order does not matter. */
void batches_shuffle(struct batches *batches, struct pcg32 *generator);

/* Copies the next rows, as order says, to the start of x and y, moves next on, and returns how many
 * rows they are: `size`, fewer in the last batch, 0 when the epoch is over. */
size_t batches_next(struct batches *batches, const struct samples *samples, real *x /* (size,in) */,
                    real *y /* (size,out) */);

#endif
