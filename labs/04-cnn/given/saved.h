/* saved.h: the trained networks in a file: --save and --load.
 *
 * The file is a checkpoint (train/checkpoint.h): `head -n 30 FILE` reads it.
 */
#ifndef DESCENT_LAB04_SAVED_H
#define DESCENT_LAB04_SAVED_H

#include "04-cnn/given/trained.h"

/* Writes both networks, the filters as they began, and the pixels' statistics. A file that cannot be
 * written ends the program with one line and status 1. */
void saved_write(struct lab *lab, struct trained *trained, const char *path);

/* Ends the program with one line and status 1 where the file is not there, or comes from a network or from
 * images that are not those of the options: it names the options that it was trained with. To be
 * asked before anything takes time. */
void saved_require(const struct lab *lab, const char *path);

/* Reads them into networks of the same shape, and lab->images' statistics. A file that is wrong, or another
 * network's, ends the program with one line and status 1. */
void saved_read(struct lab *lab, struct trained *trained, const char *path);

#endif
