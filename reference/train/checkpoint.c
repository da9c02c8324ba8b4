#include "train/checkpoint.h"

#include "base/file.h"
#include "base/npy.h"
#include "train/checkpoint_items.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
    largest_file = 1024 * 1024 * 1024, /* bytes */
    checksum_bytes = 26                /* "checksum 0123456789abcdef\n" */
};

static const char first_line[] = "descent checkpoint 1";

/* --- saving ----------------------------------------------------------------------------------- */

static const uint64_t checksum_start = 0xcbf29ce484222325;

static uint64_t checksum_on(uint64_t sum, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        sum = (sum ^ bytes[i]) * 0x100000001b3;
    }
    return sum;
}

uint64_t checkpoint_checksum(const unsigned char *bytes, size_t length)
{
    return checksum_on(checksum_start, bytes, length);
}

struct sink {
    FILE *stream;
    uint64_t sum;
};

static void put(struct sink *sink, const void *bytes, size_t length)
{
    fwrite(bytes, 1, length, sink->stream);
    sink->sum = checksum_on(sink->sum, bytes, length);
}

__attribute__((format(printf, 2, 3))) static void put_line(struct sink *sink, const char *format,
                                                           ...)
{
    char line[item_longest_line];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    put(sink, line, strlen(line));
}

static void put_image(struct sink *sink, struct tensor array)
{
    unsigned char header[npy_header_bytes];
    npy_encode_header(array.shape.rank, array.shape.size, header);
    put(sink, header, sizeof header);
    put(sink, array.data, shape_count(array.shape) * sizeof(real));
}

static void put_items(struct sink *sink, const struct items *items)
{
    put_line(sink, "%s\nreal %s\n", first_line, REAL_NAME);
    for (size_t i = 0; i < items->count; i++) {
        char start[item_longest_line];
        item_write_start(&items->item[i], start);
        put_line(sink, "%s%s\n", start, items->item[i].value);
    }
    put_line(sink, "\n");
    for (size_t i = 0; i < items->count; i++) {
        if (items->item[i].kind == item_array) {
            put_image(sink, items->item[i].array);
        }
    }
    fprintf(sink->stream, "checksum %016" PRIx64 "\n", sink->sum);
}

int checkpoint_write(const struct checkpoint *run, FILE *stream, struct message *why)
{
    struct items items;
    if (items_list(run, &items, why) != 0) {
        return -1;
    }
    put_items(&(struct sink){stream, checksum_start}, &items);
    free(items.item);
    return 0;
}

int checkpoint_save(const struct checkpoint *run, const char *path, struct message *why)
{
    struct items items; /* first: where the list is wrong, no file is begun */
    if (items_list(run, &items, why) != 0) {
        return -1;
    }
    struct file_writer writer;
    int status = file_begin(&writer, path, why);
    if (status == 0) {
        put_items(&(struct sink){writer.stream, checksum_start}, &items);
        status = file_finish(&writer, why);
    }
    free(items.item);
    return status;
}

/* --- loading ---------------------------------------------------------------------------------- */

struct reader {
    const char *path;
    const unsigned char *file; /* (length) */
    size_t length;
    size_t next; /* the first byte not yet read */
    size_t line; /* the number of the line read last */
    char text[item_longest_line];
    struct message *why;
};

/* Reads a line of the header into reader->text. `wanted` is what should stand there. */
static int read_line(struct reader *reader, const char *wanted)
{
    const unsigned char *const start = reader->file + reader->next;
    const size_t left = reader->length - reader->next;
    const size_t most = left < item_longest_line ? left : item_longest_line;
    const unsigned char *const end = most > 0 ? memchr(start, '\n', most) : NULL;
    reader->line++;
    if (!end && left < item_longest_line) {
        return message_set(reader->why, "%s:%zu: the file ends here, expected '%s'", reader->path,
                           reader->line, wanted);
    }
    const size_t length = end ? (size_t)(end - start) : item_longest_line - 1;
    memcpy(reader->text, start, length);
    reader->text[length] = '\0';
    if (!end || strlen(reader->text) != length) {
        return message_set(reader->why, "%s:%zu: not a line of text, expected '%s'", reader->path,
                           reader->line, wanted);
    }
    reader->next += length + 1;
    return 0;
}

static int say_found(struct reader *reader, const char *wanted)
{
    return message_set(reader->why, "%s:%zu: expected '%s', found '%.120s'", reader->path,
                       reader->line, wanted, reader->text);
}

/* Reads a line that must be this one. */
static int expect_line(struct reader *reader, const char *wanted)
{
    if (read_line(reader, wanted) != 0) {
        return -1;
    }
    return strcmp(reader->text, wanted) == 0 ? 0 : say_found(reader, wanted);
}

static int read_beginning(struct reader *reader)
{
    const size_t magic = sizeof first_line - 2; /* without the version */
    if (reader->length == 0) {
        return message_set(reader->why, "%s: empty, expected a checkpoint", reader->path);
    }
    if (reader->length < magic || memcmp(reader->file, first_line, magic) != 0) {
        return message_set(reader->why, "%s: not a checkpoint: it must start with '%s'",
                           reader->path, first_line);
    }
    if (expect_line(reader, first_line) != 0) {
        return -1;
    }
    return expect_line(reader, "real " REAL_NAME);
}

/* Reads an item's line and takes its value over into the item. */
static int read_item(struct reader *reader, struct item *item)
{
    char wanted[item_longest_line], start[item_longest_line];
    item_write_wanted(item, wanted);
    if (read_line(reader, wanted) != 0) {
        return -1;
    }
    item_write_start(item, start);
    const char *const value = reader->text + strlen(start);
    if (strncmp(reader->text, start, strlen(start)) != 0 || !item_may_be(item, value)) {
        return say_found(reader, wanted);
    }
    strcpy(item->value, value); /* which fits: it has been written by ourselves */
    return 0;
}

static int read_end_of_header(struct reader *reader)
{
    if (read_line(reader, "") != 0) {
        return -1;
    }
    return *reader->text == '\0'
               ? 0
               : message_set(reader->why, "%s:%zu: expected the header's end, found '%.120s'",
                             reader->path, reader->line, reader->text);
}

static int check_size(const struct reader *reader, const struct items *items)
{
    size_t expected = reader->next + checksum_bytes;
    for (size_t i = 0; i < items->count; i++) {
        expected += item_image_bytes(&items->item[i]);
    }
    return reader->length == expected
               ? 0
               : message_set(reader->why, "%s: its size is wrong: expected %zu bytes, found %zu",
                             reader->path, expected, reader->length);
}

static int check_checksum(const struct reader *reader)
{
    const size_t end = reader->length - checksum_bytes;
    char expected[checksum_bytes + 1], found[checksum_bytes + 1];
    snprintf(expected, sizeof expected, "checksum %016" PRIx64 "\n",
             checkpoint_checksum(reader->file, end));
    memcpy(found, reader->file + end, checksum_bytes);
    found[checksum_bytes] = '\0';
    return strcmp(found, expected) == 0
               ? 0
               : message_set(reader->why, "%s: damaged: expected '%.*s' at its end, found '%.*s'",
                             reader->path, checksum_bytes - 1, expected, checksum_bytes - 1, found);
}

static int check_image_headers(const struct reader *reader, const struct items *items)
{
    size_t start = reader->next;
    for (size_t i = 0; i < items->count; i++) {
        const struct item *const item = &items->item[i];
        if (item->kind == item_array) {
            unsigned char header[npy_header_bytes];
            npy_encode_header(item->array.shape.rank, item->array.shape.size, header);
            if (memcmp(reader->file + start, header, npy_header_bytes) != 0) {
                return message_set(reader->why, "%s: at byte %zu: expected an .npy image of %s",
                                   reader->path, start, item->value);
            }
        }
        start += item_image_bytes(item);
    }
    return 0;
}

static int check_all(struct reader *reader, const struct items *items)
{
    if (read_beginning(reader) != 0) {
        return -1;
    }
    for (size_t i = 0; i < items->count; i++) {
        if (read_item(reader, &items->item[i]) != 0) {
            return -1;
        }
    }
    return read_end_of_header(reader) != 0 || check_size(reader, items) != 0 ||
                   check_checksum(reader) != 0 || check_image_headers(reader, items) != 0
               ? -1
               : 0;
}

/* Nothing can fail any more. */
static void put_all_back(const struct reader *reader, const struct items *items)
{
    const unsigned char *image = reader->file + reader->next;
    for (size_t i = 0; i < items->count; i++) {
        const struct item *const item = &items->item[i];
        item_put_back(item);
        if (item->kind == item_array) {
            memcpy(item->array.data, image + npy_header_bytes,
                   item_image_bytes(item) - npy_header_bytes);
        }
        image += item_image_bytes(item);
    }
}

int checkpoint_decode(const struct checkpoint *run, const char *path, const unsigned char *file,
                      size_t length, struct message *why)
{
    struct items items;
    if (items_list(run, &items, why) != 0) {
        return -1;
    }
    struct reader reader = {.path = path, .file = file, .length = length, .why = why};
    const int status = check_all(&reader, &items);
    if (status == 0) {
        put_all_back(&reader, &items);
    }
    free(items.item);
    return status;
}

int checkpoint_load(const struct checkpoint *run, const char *path, struct message *why)
{
    unsigned char *file;
    size_t length;
    if (file_read(path, largest_file, &file, &length, why) != 0) {
        return -1;
    }
    const int status = checkpoint_decode(run, path, file, length, why);
    free(file);
    return status;
}
