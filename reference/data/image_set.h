/* data/image_set.h: images of one size, each with the number of its class.
 *
 * The images stay bytes, a pixel each: 60,000 of 28 x 28 take 47 MB instead of 188 MB as floats.
 * They become reals by the mini-batch: data/image_batches.h. Parts of a set (training, validation,
 * the first 32) are lists of the images' numbers, never copies: data/split.h.
 *
 * A set owns bytes and labels, from image_set_create or idx_read_images to image_set_destroy; the
 * names belong to whoever gave them.
 */
#ifndef DESCENT_DATA_IMAGE_SET_H
#define DESCENT_DATA_IMAGE_SET_H

#include "base/message.h"

#include <stddef.h>

enum { image_set_max_classes = 256 }; /* a label is a byte */

struct image_set {
    size_t count;                  /* images */
    size_t rows, columns;          /* pixels */
    unsigned char *bytes;          /* (count,rows,columns): 0 is the ground, 255 full ink */
    unsigned char *labels;         /* (count): 0 .. classes-1 */
    size_t classes;                /* 1 .. 256 */
    const char *const *class_name; /* (classes) */
};

/* Takes memory for so many images and their labels, which are all 0; classes and names are still to
 * be set. No size is 0. Returns 0, or -1 and says how much was wanted. */
int image_set_create(struct image_set *set, size_t count, size_t rows, size_t columns,
                     struct message *why);

/* Gives the memory back. A set that is all zero bytes is allowed. */
void image_set_destroy(struct image_set *set);

/* The pixels of one image: (rows,columns). Panics when there is no such image. */
const unsigned char *image_set_pixels(const struct image_set *set, size_t image);

#endif
