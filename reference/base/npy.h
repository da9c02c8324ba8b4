/* base/npy.h: arrays as .npy images, the format that NumPy reads and writes.
 *
 * Written: version 1.0, little endian, C order, `<f8` or `<f4`. Read: versions 1.0 and 2.0 with the
 * same element types; a file of the other width is converted. Anything else (Fortran order, other
 * types, more than 4 axes, sizes that do not match the data) is refused with a line that says why.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
#ifndef DESCENT_BASE_NPY_H
#define DESCENT_BASE_NPY_H

#include "base/arena.h"
#include "base/message.h"
#include "base/real.h"

#include <stddef.h>

enum { npy_max_rank = 4, npy_header_bytes = 128 };

struct npy_header {
    size_t rank; /* 0 to 4 */
    size_t size[npy_max_rank];
    size_t count;      /* elements: the product of the sizes, 1 when rank is 0 */
    size_t width;      /* bytes an element: 4 or 8 */
    size_t data_start; /* bytes before the first element */
};

/* Writes the 128 bytes that stand before an array of reals of this shape. Panics beyond 4 axes. */
void npy_encode_header(size_t rank, const size_t *size /* (rank) */,
                       unsigned char out[npy_header_bytes]);

/* Reads the header of an image of `length` bytes and checks that the data is all there and nothing
 * more. Returns 0, or -1 and says what is wrong. */
int npy_decode_header(const unsigned char *image /* (length) */, size_t length,
                      struct npy_header *header, struct message *why);

/* Converts the image's elements to reals. */
void npy_decode_data(const unsigned char *image, const struct npy_header *header,
                     real *out /* (header->count) */);

/* Writes the array to a file: beside it first, then renamed, so that nothing half-written stays. */
int npy_save(const char *path, size_t rank, const size_t *size /* (rank) */, const real *data,
             struct message *why);

/* Reads a whole file; the data is taken from the arena. The message starts with the path. */
int npy_load(const char *path, struct arena *arena, struct npy_header *header, real **data,
             struct message *why);

#endif
