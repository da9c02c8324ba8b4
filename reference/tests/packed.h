/* tests/packed.h: packed files for the tests of what unpacks them. */
#ifndef DESCENT_TESTS_PACKED_H
#define DESCENT_TESTS_PACKED_H

#include <stddef.h>

struct packed {
    unsigned char *bytes; /* (length), from the scratch arena */
    size_t length;
};

/* What `gzip` makes of the bytes. */
struct packed pack(const void *bytes, size_t length);

#endif
