/* common/confusion.h: the student's confusion matrix, looked at before anything is made of it. */
#ifndef DESCENT_LABS_COMMON_CONFUSION_H
#define DESCENT_LABS_COMMON_CONFUSION_H

#include "common/images.h"
#include "train/trace.h"

/* Has it counted, over images of these classes. Ends the section in words when a row does not hold as
 * many images as there are of that class. */
void confusion_count(const struct lab_images *images, size_t count,
                     const unsigned char *truth /* (count) */,
                     const unsigned char *predicted /* (count) */,
                     size_t *matrix /* (classes,classes) */);

/* Writes a row for each of its elements: truth, predicted, images, their share of the truth's. */
void confusion_write(struct trace *trace, size_t classes,
                     const size_t *matrix /* (classes,classes) */);

#endif
