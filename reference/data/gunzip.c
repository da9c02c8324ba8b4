#define ZLIB_CONST /* zlib's input is const */
#include "data/gunzip.h"

#include <limits.h>
#include <zlib.h>

bool gunzip_is_packed(const unsigned char *bytes, size_t length)
{
    return length >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

/* What inflate says when no more unpacked bytes follow. */
static int check_end(const z_stream *stream, int status, struct message *why)
{
    if (status == Z_STREAM_END && stream->avail_in == 0) {
        return 0;
    }
    if (status == Z_STREAM_END) {
        return message_set(why, "%u bytes stand behind the end of the packed data",
                           stream->avail_in);
    }
    if (status == Z_DATA_ERROR || status == Z_NEED_DICT) {
        return message_set(why, "the packed data is damaged: %s",
                           stream->msg ? stream->msg : "it needs a dictionary");
    }
    if (status == Z_MEM_ERROR) {
        return message_set(why, "no memory to unpack it");
    }
    return message_set(why, "the packed data ends too early");
}

static int unpack(z_stream *stream, bool *more, struct message *why)
{
    int status = inflate(stream, Z_NO_FLUSH);
    if (status == Z_OK && stream->avail_out == 0) {
        unsigned char next; /* only one byte further is the end seen */
        stream->next_out = &next;
        stream->avail_out = 1;
        status = inflate(stream, Z_NO_FLUSH);
        *more = stream->avail_out == 0;
    }
    return *more ? 0 : check_end(stream, status, why);
}

int gunzip(const unsigned char *packed, size_t length, size_t room, unsigned char *out,
           size_t *count, bool *more, struct message *why)
{
    *count = 0;
    *more = false;
    if (length > UINT_MAX || room > UINT_MAX) {
        return message_set(why, "%zu packed bytes, %zu to unpack: expected less than %u", length,
                           room, UINT_MAX);
    }
    z_stream stream = {.next_in = packed,
                       .avail_in = (unsigned)length,
                       .next_out = out,
                       .avail_out = (unsigned)room};
    if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) { /* 16: gzip's header, not zlib's */
        return message_set(why, "no memory to unpack it");
    }
    const int status = unpack(&stream, more, why);
    *count = (size_t)stream.total_out - (*more ? 1 : 0);
    inflateEnd(&stream);
    return status;
}
