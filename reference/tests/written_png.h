/* tests/written_png.h: PNG files for the tests of what reads them, made by libpng. */
#ifndef DESCENT_TESTS_WRITTEN_PNG_H
#define DESCENT_TESTS_WRITTEN_PNG_H

#include <stdbool.h>
#include <stddef.h>

/* What the file says of itself, in the format's own terms. */
struct png_kind {
    int depth;  /* bits a channel, or of an index */
    int colour; /* PNG_COLOR_TYPE_... */
    bool interlaced;
    size_t colours;               /* of the palette, if there is one */
    const unsigned char *palette; /* (colours,3) */
    const unsigned char *alpha;   /* (colours), or NULL */
    const unsigned char *ground;  /* red, green, blue of bKGD, or NULL */
};

struct written_png {
    unsigned char *bytes; /* (length), from the scratch arena */
    size_t length;
};

/* Rows lie as in the file, unpacked: `row_bytes` each. */
struct written_png write_png(struct png_kind kind, size_t rows, size_t columns,
                             const unsigned char *pixels, size_t row_bytes);

/* 8 bits of gray. */
struct written_png write_gray_png(size_t rows, size_t columns, const unsigned char *pixels);

#endif
