/* data/image_batches.h: the images of a set in shuffled mini-batches of reals.
 *
 *     struct image_batches batches = image_batches_new(&arena, &set, 55000, training, 64);
 *     image_batches_shuffle(&batches, &generator);
 *     while ((rows = image_batches_next(&batches, x, y)) > 0) { ... }
 *
 * The set stays as it is, in bytes; a batch is made when it is asked for: pixels p become p / 255,
 * 0 to 1, or are standardised. No call but image_batches_new takes memory.
 *
 * Which images take part is told by their numbers, of which the caller keeps the list: batches of the
 * training part, of the validation part, of the first 32. An image may stand in the list twice.
 *
 * The order is data/batches.h's: it depends on the generator alone, not on the epochs before.
 */
#ifndef DESCENT_DATA_IMAGE_BATCHES_H
#define DESCENT_DATA_IMAGE_BATCHES_H

#include "base/arena.h"
#include "base/pcg32.h"
#include "base/real.h"
#include "data/batches.h"
#include "data/image_set.h"

#include <stddef.h>

struct image_batches {
    const struct image_set *set;
    const size_t *index;    /* (batches.count): numbers of images, or NULL for all of the set */
    struct batches batches; /* its order holds places in index */

    real *value; /* (256): what a pixel of 0 .. 255 becomes */

    /* statistics by which each pixel is standardised on its own; NULL when none */
    size_t columns;
    const real *mean, *deviation; /* (columns) */
};

/* Batches of up to `size` > 0 of the `count` > 0 images whose numbers stand in index; with NULL of
 * the first `count` of the set. In order until the first shuffle. Set and index stay the caller's
 * and must live as long. Panics when a number is none of the set's. */
struct image_batches image_batches_new(struct arena *arena, const struct image_set *set,
                                       size_t count, const size_t *index /* (count) or NULL */,
                                       size_t size);

/* From now on p / 255 is standardised by standardise_apply, with statistics of images_to_reals: one
 * mean and deviation for all pixels when columns is 1, else those of each pixel (or of each column of
 * the images). Panics when the images' pixels are no multiple of columns. */
void image_batches_standardise(struct image_batches *batches, size_t columns,
                               const real *mean /* (columns) */,
                               const real *deviation /* (columns) */);

/* Starts an epoch in a new order. */
void image_batches_shuffle(struct image_batches *batches, struct pcg32 *generator);

/* Starts an epoch in the order of index: for evaluation, where the order is of no account. */
void image_batches_in_order(struct image_batches *batches);

/* Writes the next images to the start of x, a row each, and their labels to the start of y; returns
 * how many they are: `size`, fewer in the last batch, 0 when the epoch is over. */
size_t image_batches_next(struct image_batches *batches, real *x /* (size,rows*columns) */,
                          real *y /* (size): 0 .. classes-1 */);

/* How many images the next call writes. */
size_t image_batches_next_rows(const struct image_batches *batches);

/* The same as bytes, for who makes numbers of them elsewhere: pixel p becomes value[p], and is then standardised
 * by mean and deviation unless these are NULL. */
size_t image_batches_next_bytes(struct image_batches *batches,
                                unsigned char *bytes /* (size,rows*columns) */,
                                unsigned char *labels /* (size) */);

/* Writes pixels of 0 to 1 of the images whose numbers stand in index; with NULL of the first `count`
 * of the set: what statistics are made of. Panics when a number is none of the set's. */
void images_to_reals(const struct image_set *set, size_t count,
                     const size_t *index /* (count) or NULL */, real *x /* (count,rows*columns) */);

#endif
