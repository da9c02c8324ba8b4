/* data/png_image.h: a gray image from a PNG file, whatever kind of PNG it is. The one file that knows
 * libpng (http://www.libpng.org/pub/png/libpng-manual.txt, "A simplified API").
 *
 *     struct gray_image image;
 *     if (png_image_read("shoe.png", &image, &why) != 0) { ... }
 *
 * Gray, colour, palette, 1 to 16 bits, interlaced or not: all become one byte a pixel. A colour becomes
 * the gray that is as bright (Rec. 709, with the curve of sRGB in between). Where the file is transparent,
 * black or white shows through, whichever is farther from the mean of what is not: so a white shirt that was
 * cut out stands on black. Of a background colour in the file (bKGD) nothing is made: it may be the
 * shirt's own.
 *
 * At most 2^26 pixels (a square of 8192) are read, from a file of at most 256 MiB; for an image with
 * transparent parts 2 bytes a pixel are taken while it is read, for others one.
 */
#ifndef DESCENT_DATA_PNG_IMAGE_H
#define DESCENT_DATA_PNG_IMAGE_H

#include "base/message.h"

#include <stddef.h>

struct gray_image {
    size_t rows, columns; /* pixels, 1 or more */
    unsigned char *bytes; /* (rows,columns): 0 is black, 255 white; NULL when reading failed */
};

/* Reads a file into an image that the caller destroys. Returns 0, or -1 and says `path: why`. */
int png_image_read(const char *path, struct gray_image *image, struct message *why);

/* The same from a file that lies in memory; the message does not begin with a path. */
int png_image_decode(const unsigned char *file /* (length) */, size_t length,
                     struct gray_image *image, struct message *why);

/* Gives the memory back. An image that is all zero bytes is allowed. */
void gray_image_destroy(struct gray_image *image);

#endif
