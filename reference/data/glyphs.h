/* data/glyphs.h: drawn digits, 28 x 28 pixels, made from a seed.
 *
 * For machines without Fashion-MNIST, and for tests: a thousand take 25 ms. A digit is what a pen
 * draws, smooth curves through a few points. From image to image change: its place, size, slant, how
 * far the hand wavers, the pen's width, how dark the ink is, and noise in every pixel. The edges are
 * anti-aliased. How many of 2,000 others are told right after learning some, by a linear classifier
 * and by a network with one hidden layer of 128 units, Adam 0.001:
 *
 *     learnt from   epochs   linear   hidden layer
 *           1,000       20     71 %           78 %
 *           5,000       10     79 %           91 %
 *          20,000        5     83 %           97 %
 *
 * The same seed gives the same bytes, as float and as double. All is our own; no one's handwriting
 * is in it.
 */
#ifndef DESCENT_DATA_GLYPHS_H
#define DESCENT_DATA_GLYPHS_H

#include "base/message.h"
#include "base/pcg32.h"
#include "data/image_set.h"

enum { glyphs_side = 28, glyphs_pixels = glyphs_side * glyphs_side, glyphs_classes = 10 };

/* Makes a set of `count` > 0 digits; the caller destroys it. The labels go 0 1 .. 9 0 1 ..: the first
 * n images are balanced for every n, and they are the same whatever the count. Returns 0, or -1 and
 * says that there is no memory. */
int glyphs_make(size_t count, struct pcg32 *generator, struct image_set *set, struct message *why);

/* Draws one digit, 0 to 9: paper is 0, full ink 255. */
void glyphs_draw(size_t digit, struct pcg32 *generator,
                 unsigned char *pixels /* (glyphs_side,glyphs_side) */);

#endif
