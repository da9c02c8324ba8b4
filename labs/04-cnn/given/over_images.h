/* over_images.h: the student's convolution and pooling, with a batch's images shared out to threads.
 *
 * The loops of an exercise run on one core. Their images do not hang on each other, so that each thread can
 * be handed some of them. What is a sum over images, dw and db, each chunk of images adds to room of its
 * own, and these are added in their order: the results are the same to the last bit whatever the number of
 * threads.
 *
 * The first image is always computed where the call came from: an exercise that is not written leaves
 * its section from there (common/section.h), which no other thread may do.
 */
#ifndef DESCENT_LAB04_OVER_IMAGES_H
#define DESCENT_LAB04_OVER_IMAGES_H

#include "kernels/backend.h"

/* Puts them into the backend in place of its own. */
void use_over_images(struct backend *backend);

#endif
