#include "tests/packed.h"

#include "tests/support.h"

#include <zlib.h>

struct packed pack(const void *bytes, size_t length)
{
    z_stream stream = {0};
    cr_assert_eq(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    struct packed packed = {.length = deflateBound(&stream, length)};
    packed.bytes = arena_take(&scratch, packed.length);
    unsigned char *const copy = arena_take(&scratch, length + 1); /* zlib's input is not const */
    for (size_t i = 0; i < length; i++) {
        copy[i] = ((const unsigned char *)bytes)[i];
    }
    stream.next_in = copy;
    stream.avail_in = (unsigned)length;
    stream.next_out = packed.bytes;
    stream.avail_out = (unsigned)packed.length;
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.length = stream.total_out;
    deflateEnd(&stream);
    return packed;
}
