/* confusion.h: the student's confusion matrix, looked at before anything is made of it. */
#ifndef DESCENT_LAB03_CONFUSION_H
#define DESCENT_LAB03_CONFUSION_H

#include "03-classifier/given/lab.h"

/* Has it counted. Ends the section in words when a row does not hold as many images as there are of
 * that class. */
void confusion_count(const struct lab *lab, size_t count, const unsigned char *truth /* (count) */,
                     const unsigned char *predicted /* (count) */,
                     size_t *matrix /* (classes,classes) */);

#endif
