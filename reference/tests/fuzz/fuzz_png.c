/* Gray images from PNG files, and what a network is shown of them. */
#include "data/photo.h"
#include "data/png_image.h"
#include "tests/fuzz/fuzz.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

enum { side = 28 };

static void check_image(const struct gray_image *image)
{
    unsigned char pixels[side * side];
    demand(image->rows > 0 && image->columns > 0);
    const struct photo_object object = photo_find(image);
    demand(object.rows > 0 && object.top + object.rows <= image->rows);
    demand(object.columns > 0 && object.left + object.columns <= image->columns);
    photo_fit(image, &object, side, pixels);
}

/* What makes a checksum right in the file, so that more than its header is read. */
static void put_checksums_right(unsigned char *file, size_t length)
{
    for (size_t at = 8; length - at >= 12;) {
        const size_t count = (size_t)file[at] << 24 | (size_t)file[at + 1] << 16 |
                             (size_t)file[at + 2] << 8 | file[at + 3];
        if (count > length - at - 12) {
            return;
        }
        uint32_t sum = 0xffffffff;
        for (size_t i = 0; i < count + 4; i++) {
            sum ^= file[at + 4 + i];
            for (int bit = 0; bit < 8; bit++) {
                sum = sum & 1 ? sum >> 1 ^ 0xedb88320 : sum >> 1;
            }
        }
        at += count + 8;
        for (int shift = 24; shift >= 0; shift -= 8) {
            file[at] = (unsigned char)(~sum >> shift);
            at++;
        }
    }
}

static void read_and_check(const unsigned char *bytes, size_t length)
{
    struct gray_image image;
    struct message why;
    if (png_image_decode(bytes, length, &image, &why) == 0) {
        check_image(&image);
    } else {
        demand(!image.bytes);
        demand_reason(&why, "");
    }
    gray_image_destroy(&image);
}

/* More than 1023 rows or columns: the time is better spent on others. */
static int is_large(const unsigned char *bytes, size_t length)
{
    return length >= 24 &&
           (bytes[16] || bytes[17] || bytes[18] > 3 || bytes[20] || bytes[21] || bytes[22] > 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (is_large(bytes, length)) {
        return 0;
    }
    read_and_check(bytes, length);
    if (length >= 8) {
        unsigned char *const mended = malloc(length);
        memcpy(mended, bytes, length);
        put_checksums_right(mended, length);
        read_and_check(mended, length);
        free(mended);
    }
    return 0;
}

void make_seeds(void)
{
    const struct {
        const char *name;
        png_uint_32 format;
    } seeds[] = {{"gray", PNG_FORMAT_GRAY},
                 {"gray-alpha", PNG_FORMAT_GA},
                 {"colour", PNG_FORMAT_RGB},
                 {"colour-alpha", PNG_FORMAT_RGBA},
                 {"palette", PNG_FORMAT_RGBA_COLORMAP},
                 {"16-bits", PNG_FORMAT_LINEAR_Y_ALPHA}};
    unsigned char pixels[6 * 5 * 8], palette[8 * 4];
    for (size_t i = 0; i < sizeof pixels; i++) {
        pixels[i] = (unsigned char)(i * 7 % 8);
    }
    for (size_t i = 0; i < sizeof palette; i++) {
        palette[i] = (unsigned char)(i * 31);
    }
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        png_image png = {.version = PNG_IMAGE_VERSION,
                         .width = 6,
                         .height = 5,
                         .format = seeds[i].format,
                         .colormap_entries = 8};
        demand(png_image_write_to_file(&png, seed_path(seeds[i].name), 0, pixels, 0, palette));
    }
}
