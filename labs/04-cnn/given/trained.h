/* trained.h: what the training of 4.7 leaves to the sections behind it. */
#ifndef DESCENT_LAB04_TRAINED_H
#define DESCENT_LAB04_TRAINED_H

#include "04-cnn/given/learner.h"

struct trained {
    struct learner *cnn, *mlp; /* lab 04's network, and lab 03's */
    struct tensor first;       /* the first convolution's w as it was before the training */

    size_t images, epochs; /* trained with: images of an epoch */
    struct evaluation cnn_test, mlp_test;
    double images_per_second; /* of the convolutional network's training; 0: it came from a file */
    struct speed speed; /* of the convolutional network; 0 where the options say how many images */
};

/* The networks. Without them the section ends: where an exercise is missing that training needs, as one
 * that is not written; else in words. */
struct trained *trained_require(struct lab *lab);

/* Takes them from the file of --load, untested. */
void trained_load(struct lab *lab);

/* As many of the images to test with as the convolutional network evaluates in so many seconds, evenly
 * from all; 100 at least, all when that is quick enough or a GPU does it, and with --images as many as these. From
 * the model's arena. */
struct images trained_test_images(struct lab *lab, double seconds);

#endif
