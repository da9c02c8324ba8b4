#include "base/npy.h"

#include "base/file.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "npy.c copies elements as they stand in memory: little-endian machines only"
#endif

static const unsigned char magic[6] = {0x93, 'N', 'U', 'M', 'P', 'Y'};

void npy_encode_header(size_t rank, const size_t *size, unsigned char out[npy_header_bytes])
{
    if (rank > npy_max_rank) {
        panic("npy_encode_header: a shape of %zu axes, expected at most %d", rank, npy_max_rank);
    }
    char shape[96];
    size_t length = 0;
    shape[0] = '\0';
    for (size_t axis = 0; axis < rank; axis++) { /* "(3,)", "(3, 4)": Python's tuples */
        length +=
            (size_t)snprintf(shape + length, sizeof shape - length, "%s%zu%s", axis > 0 ? " " : "",
                             size[axis], rank == 1 || axis + 1 < rank ? "," : "");
    }
    memset(out, ' ', npy_header_bytes);
    memcpy(out, magic, sizeof magic);
    out[6] = 1; /* version 1.0 */
    out[7] = 0;
    out[8] = npy_header_bytes - 10; /* bytes of text that follow, little endian */
    out[9] = 0;
    char text[npy_header_bytes];
    const int written =
        snprintf(text, sizeof text, "{'descr': '<f%zu', 'fortran_order': False, 'shape': (%s), }",
                 sizeof(real), shape);
    if (written < 0 || written > npy_header_bytes - 11) {
        panic("npy_encode_header: a shape of %zu axes does not fit the header", rank);
    }
    memcpy(out + 10, text, (size_t)written);
    out[npy_header_bytes - 1] = '\n';
}

/* The text behind `'key':` in the header's dictionary, or NULL. */
static const char *value_of(const char *text, const char *key)
{
    char quoted[32];
    snprintf(quoted, sizeof quoted, "'%s':", key);
    const char *const found = strstr(text, quoted);
    if (!found) {
        return NULL;
    }
    return found + strlen(quoted) + strspn(found + strlen(quoted), " ");
}

/* Reads "(3, 4)" into the header and multiplies the sizes. */
static int parse_shape(const char *text, struct npy_header *header, struct message *why)
{
    header->rank = 0;
    header->count = 1;
    if (*text != '(') {
        return message_set(why, "npy: expected a shape such as (3, 4), found '%.20s'", text);
    }
    text++;
    while (text += strspn(text, ", "), *text != ')') {
        char *end;
        const uintmax_t size = strtoumax(text, &end, 10);
        if (end == text || *text == '-' || *text == '+') {
            return message_set(why, "npy: expected a size in the shape, found '%.20s'", text);
        }
        if (header->rank == npy_max_rank) {
            return message_set(why, "npy: more than %d axes", npy_max_rank);
        }
        if (size > SIZE_MAX / 8 || (size > 0 && header->count > SIZE_MAX / 8 / size)) {
            return message_set(why, "npy: the shape holds more than memory can");
        }
        header->size[header->rank++] = (size_t)size;
        header->count *= (size_t)size;
        text = end;
    }
    return 0;
}

static int parse_dictionary(const char *text, struct npy_header *header, struct message *why)
{
    const char *const descr = value_of(text, "descr");
    const char *const order = value_of(text, "fortran_order");
    const char *const shape = value_of(text, "shape");
    if (!descr || !order || !shape) {
        return message_set(why, "npy: the header lacks 'descr', 'fortran_order' or 'shape'");
    }
    if (strncmp(descr, "'<f8'", 5) != 0 && strncmp(descr, "'<f4'", 5) != 0) {
        const size_t length = strcspn(descr, ",}");
        return message_set(why, "npy: expected elements '<f8' or '<f4', found %.*s",
                           length < 20 ? (int)length : 20, descr);
    }
    header->width = descr[3] == '8' ? 8 : 4;
    if (strncmp(order, "False", 5) != 0) {
        return message_set(why, "npy: expected C order, found Fortran order");
    }
    return parse_shape(shape, header, why);
}

int npy_decode_header(const unsigned char *image, size_t length, struct npy_header *header,
                      struct message *why)
{
    *header = (struct npy_header){0};
    if (length < 12 || memcmp(image, magic, sizeof magic) != 0) {
        return message_set(why, "npy: not an .npy image (it must start with \\x93NUMPY)");
    }
    if ((image[6] != 1 && image[6] != 2) || image[7] != 0) {
        return message_set(why, "npy: expected version 1.0 or 2.0, found %d.%d", image[6],
                           image[7]);
    }
    const size_t start = image[6] == 1 ? 10 : 12;
    size_t text_bytes = (size_t)image[8] | (size_t)image[9] << 8;
    if (image[6] == 2) {
        text_bytes |= (size_t)image[10] << 16 | (size_t)image[11] << 24;
    }
    char text[4096];
    if (text_bytes >= sizeof text || text_bytes > length - start) {
        return message_set(why, "npy: a header of %zu bytes in an image of %zu", text_bytes,
                           length);
    }
    memcpy(text, image + start, text_bytes);
    text[text_bytes] = '\0';
    if (parse_dictionary(text, header, why) != 0) {
        return -1;
    }
    header->data_start = start + text_bytes;
    if (length - header->data_start != header->count * header->width) {
        return message_set(why, "npy: expected %zu bytes of data for the shape, found %zu",
                           header->count * header->width, length - header->data_start);
    }
    return 0;
}

void npy_decode_data(const unsigned char *image, const struct npy_header *header, real *out)
{
    const unsigned char *const data = image + header->data_start;
    for (size_t i = 0; i < header->count; i++) {
        if (header->width == sizeof(double)) {
            double value;
            memcpy(&value, data + i * sizeof value, sizeof value);
            out[i] = (real)value;
        } else {
            float value;
            memcpy(&value, data + i * sizeof value, sizeof value);
            out[i] = (real)value;
        }
    }
}

int npy_save(const char *path, size_t rank, const size_t *size, const real *data,
             struct message *why)
{
    struct file_writer writer;
    unsigned char header[npy_header_bytes];
    size_t count = 1;
    for (size_t axis = 0; axis < rank; axis++) {
        count *= size[axis];
    }
    npy_encode_header(rank, size, header);
    if (file_begin(&writer, path, why) != 0) {
        return -1;
    }
    fwrite(header, 1, sizeof header, writer.stream);
    if (count > 0) {
        fwrite(data, sizeof *data, count, writer.stream);
    }
    return file_finish(&writer, why);
}

int npy_load(const char *path, struct arena *arena, struct npy_header *header, real **data,
             struct message *why)
{
    unsigned char *image;
    size_t length;
    if (file_read(path, SIZE_MAX / 2, &image, &length, why) != 0) {
        return -1;
    }
    struct message inner;
    int status = npy_decode_header(image, length, header, &inner);
    if (status == 0 && !arena_fits(arena, header->count * sizeof(real))) {
        status = message_set(&inner, "npy: %zu elements do not fit into the arena", header->count);
    }
    if (status == 0) {
        *data = arena_reals(arena, header->count);
        npy_decode_data(image, header, *data);
    } else {
        message_set(why, "%s: %.400s", path, inner.text);
    }
    free(image);
    return status;
}
