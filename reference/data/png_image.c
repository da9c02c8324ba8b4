#include "data/png_image.h"

#include "base/file.h"

#include <png.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    largest_file = 256 * 1024 * 1024, /* bytes */
    most_pixels = 1 << 26,
    signature_bytes = 8
};

static const unsigned char signature[signature_bytes] = {0x89, 'P',  'N',  'G',
                                                         '\r', '\n', 0x1a, '\n'};

static int check_signature(const unsigned char *file, size_t length, struct message *why)
{
    if (length == 0) {
        return message_set(why, "empty, expected a PNG image");
    }
    const size_t there = length < signature_bytes ? length : signature_bytes;
    if (memcmp(file, signature, there) == 0) {
        return there == signature_bytes ? 0
                                        : message_set(why, "ends in the first 8 bytes of a PNG");
    }
    if (length >= 3 && memcmp(file, "\xff\xd8\xff", 3) == 0) {
        return message_set(why,
                           "not a PNG image but a JPEG: any program that shows images can save "
                           "it as PNG");
    }
    unsigned char start[4] = {0};
    memcpy(start, file, length < 4 ? length : 4);
    return message_set(why,
                       "not a PNG image: expected the start 89 50 4e 47, found %02x %02x %02x %02x",
                       start[0], start[1], start[2], start[3]);
}

static int refuse(const png_image *png, struct message *why)
{
    return message_set(why, "damaged or cut off: libpng says \"%s\"", png->message);
}

/* Gray and alpha, (count,2), become gray, (count), in the same memory. */
static void compose(size_t count, unsigned char *bytes)
{
    double seen = 0, alphas = 0; /* of up to 2^26 pixels */
    for (size_t i = 0; i < count; i++) {
        seen += bytes[2 * i] * bytes[2 * i + 1];
        alphas += bytes[2 * i + 1];
    }
    const int ground = 2 * seen > 255 * alphas ? 0 : 255;
    for (size_t i = 0; i < count; i++) {
        const int gray = bytes[2 * i], alpha = bytes[2 * i + 1];
        bytes[i] = (unsigned char)((gray * alpha + ground * (255 - alpha) + 127) / 255);
    }
}

/* Reads the pixels of a file of which libpng has read the header. */
static int read_pixels(png_image *png, struct gray_image *image, struct message *why)
{
    const size_t rows = png->height, columns = png->width;
    if (columns > most_pixels / rows) {
        return message_set(why, "too large: expected at most %d pixels, found %zu x %zu",
                           most_pixels, columns, rows);
    }
    const size_t count = rows * columns;
    const bool transparent = png->format & PNG_FORMAT_FLAG_ALPHA;
    png->format = transparent ? PNG_FORMAT_GA : PNG_FORMAT_GRAY;
    png->flags |= PNG_IMAGE_FLAG_16BIT_sRGB; /* 16 bits say nothing else than 8 bits */
    unsigned char *const bytes = malloc(transparent ? 2 * count : count);
    if (!bytes) {
        return message_set(why, "no memory for its %zu x %zu pixels", columns, rows);
    }
    if (!png_image_finish_read(png, NULL, bytes, 0, NULL)) {
        free(bytes);
        return refuse(png, why);
    }
    if (transparent) {
        compose(count, bytes);
    }
    *image = (struct gray_image){rows, columns, bytes};
    return 0;
}

int png_image_decode(const unsigned char *file, size_t length, struct gray_image *image,
                     struct message *why)
{
    *image = (struct gray_image){0};
    if (check_signature(file, length, why) != 0) {
        return -1;
    }
    png_image png = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&png, file, length)) {
        return refuse(&png, why);
    }
    const int status = read_pixels(&png, image, why);
    png_image_free(&png);
    return status;
}

int png_image_read(const char *path, struct gray_image *image, struct message *why)
{
    *image = (struct gray_image){0};
    unsigned char *file;
    size_t length;
    if (file_read(path, largest_file, &file, &length, why) != 0) {
        return -1;
    }
    struct message inner;
    const int status = png_image_decode(file, length, image, &inner);
    free(file);
    return status == 0 ? 0 : message_set(why, "%s: %s", path, inner.text);
}

void gray_image_destroy(struct gray_image *image)
{
    free(image->bytes);
    *image = (struct gray_image){0};
}
