/* photo.h: the picture that --photo names. */
#ifndef DESCENT_LAB04_PHOTO_H
#define DESCENT_LAB04_PHOTO_H

#include "04-cnn/given/lab.h"

/* Reads it, before anything is trained, to lab->photo. A file that is wrong ends the program with one line
 * and status 1. */
void photo_load(struct lab *lab);

#endif
