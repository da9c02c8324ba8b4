/* Images and labels from IDX files, packed or not. */
#define ZLIB_CONST
#include "data/idx.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static void check_idx(const struct idx *idx, size_t rank)
{
    size_t count = 1, sum = 0;
    demand(idx->rank == rank);
    for (size_t axis = 0; axis < rank; axis++) {
        demand(idx->size[axis] > 0);
        count *= idx->size[axis];
    }
    demand(idx->count == count);
    for (size_t i = 0; i < count; i++) { /* they are all there */
        sum += idx->bytes[i];
    }
    demand(sum <= 255 * count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    for (size_t rank = 1; rank <= idx_max_rank; rank++) {
        struct idx idx;
        struct message why;
        if (idx_decode(bytes, length, rank, &idx, &why) == 0) {
            check_idx(&idx, rank);
        } else {
            demand(!idx.bytes);
            demand_reason(&why, "");
        }
        free(idx.bytes);
    }
    return 0;
}

static void write_both(const char *name, const unsigned char *bytes, size_t length)
{
    unsigned char packed[256];
    char packed_name[64] = "packed-";
    z_stream stream = {.next_in = bytes,
                       .avail_in = (unsigned)length,
                       .next_out = packed,
                       .avail_out = sizeof packed};
    demand(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    demand(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    write_seed(strcat(packed_name, name), packed, stream.total_out);
    deflateEnd(&stream);
    write_seed(name, bytes, length);
}

void make_seeds(void)
{
    const unsigned char labels[] = {0, 0, 8, 1, 0, 0, 0, 5, 9, 0, 3, 200, 1};
    const unsigned char images[] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0,  0,
                                    0, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255};
    unsigned char zeros[116] = {0, 0, 8, 1, 0, 0, 0, 108};
    write_both("labels", labels, sizeof labels);
    write_both("images", images, sizeof images);
    write_both("zeros", zeros, sizeof zeros);
    write_both("too-short", images, sizeof images - 1);
}
