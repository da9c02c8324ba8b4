/* data/photo.h: a photograph made like the images that a network has learnt.
 *
 *     struct photo_object object = photo_find(&image);
 *     photo_fit(&image, &object, 28, pixels);
 *
 * It helps only if it is done as it was done to them. Fashion-MNIST's were made so (H. Xiao, K. Rasul,
 * R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms",
 * 2017, section 2): the ground around the object is cut away, its longer side becomes 28 pixels, the
 * shorter is centred, and black and white change places, so that the ground is 0. Of 3,000 images, 2,759
 * do touch two opposite borders, and nearly all are centred to a pixel.
 *
 * One object on an even ground is expected. What is as bright as the ground, or beyond it (a white sole
 * on gray paper), is lost; what is in the picture besides, a shadow, counts as part of the object.
 */
#ifndef DESCENT_DATA_PHOTO_H
#define DESCENT_DATA_PHOTO_H

#include "data/png_image.h"

#include <stdbool.h>

/* The object is the box around what differs from the ground. */
struct photo_object {
    size_t top, left, rows, columns; /* the whole image where nothing differs; rows, columns >= 1 */
    unsigned char ground;            /* the border's median */
    bool darker;                     /* the object, on the whole, than the ground */
};

/* Finds it. A pixel differs when it is a quarter as far from the ground as the farthest hundredth of
 * all are, but at least 8. Rows and columns in which no more than one pixel in a hundred differs (dust, a hair)
 * do not count. */
struct photo_object photo_find(const struct gray_image *image);

/* Draws the object into a square: its longer side from border to border, the other centred, each pixel
 * the mean of the area that it covers. The ground, and what lies beyond it, becomes 0, and black (where
 * the object is darker; else white) 255. */
void photo_fit(const struct gray_image *image, const struct photo_object *object, size_t side,
               unsigned char *pixels /* (side,side) */);

#endif
