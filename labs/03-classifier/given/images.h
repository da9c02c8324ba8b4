/* images.h: the images of lab 03, and what the student's first two exercises make of them. */
#ifndef DESCENT_LAB03_IMAGES_H
#define DESCENT_LAB03_IMAGES_H

#include "03-classifier/given/lab.h"
#include "data/image_batches.h"

/* Loads the images that the options name, and says which. A file that is wrong ends the program with
 * one line and status 1. */
void images_load(struct lab *lab);
void images_unload(struct lab *lab);

/* Splits them into lab->training and lab->validation by the student's split_stratified, once in a run.
 * Ends the section in words when a part is empty or names an image that there is not. */
void images_split(struct lab *lab);

/* Fills in mean and deviation of the training part by the student's standardise_fit, once in a run. */
void images_measure(struct lab *lab);

/* Batches of some of the images, standardised with the training part's statistics: split and measured
 * before, if need be. */
struct image_batches images_batches(struct lab *lab, const struct image_set *set,
                                    struct images images, size_t size);

/* As many of the images, evenly from the whole list; all when there are no more. From the model's
 * arena. */
struct images images_some(struct lab *lab, struct images images, size_t count);

/* "55,000": the text is held in the returned struct. */
struct count_text {
    char text[32];
};
struct count_text count_to_text(size_t count);

#endif
