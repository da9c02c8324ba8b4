#include "data/idx.h"

#include "base/file.h"
#include "data/gunzip.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    largest_file = 1024 * 1024 * 1024, /* bytes, packed and unpacked */
    longest_header = 4 + 4 * idx_max_rank
};

/* The first `room` bytes of what the file holds, unpacked if it is packed; see gunzip. */
static int content(const unsigned char *file, size_t length, size_t room, unsigned char *out,
                   size_t *count, bool *more, struct message *why)
{
    if (gunzip_is_packed(file, length)) {
        return gunzip(file, length, room, out, count, more, why);
    }
    *more = length > room;
    *count = *more ? room : length;
    memcpy(out, file, *count);
    return 0;
}

static size_t big_endian(const unsigned char *bytes /* (4) */)
{
    return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
}

static const char *kind(size_t rank)
{
    return rank == 1 ? "one axis, labels" : rank == 3 ? "3 axes, images" : "2 axes";
}

/* Reads rank and sizes from the first `count` bytes of the content. */
static int read_header(const unsigned char *header, size_t count, size_t rank, struct idx *idx,
                       struct message *why)
{
    if (count == 0) {
        return message_set(why, "empty, expected an IDX file");
    }
    if (count < 4) {
        return message_set(why, "not an IDX file: expected at least 4 bytes, found %zu", count);
    }
    if (header[0] != 0 || header[1] != 0 || header[2] != 8) {
        return message_set(why,
                           "not an IDX file of bytes: expected the start 00 00 08, found "
                           "%02x %02x %02x",
                           header[0], header[1], header[2]);
    }
    if (header[3] != rank) {
        return message_set(why, "not the right IDX file: expected %s, found %d %s", kind(rank),
                           header[3], header[3] == 1 ? "axis" : "axes");
    }
    if (count < 4 + 4 * rank) {
        return message_set(why, "ends in its header: expected %zu bytes of it, found %zu",
                           4 + 4 * rank, count);
    }
    idx->rank = rank;
    for (size_t axis = 0; axis < rank; axis++) {
        idx->size[axis] = big_endian(header + 4 + 4 * axis);
    }
    return 0;
}

/* Multiplies the sizes, as long as they are what such a file can hold. */
static int count_elements(struct idx *idx, struct message *why)
{
    idx->count = 1;
    for (size_t axis = 0; axis < idx->rank; axis++) {
        if (idx->size[axis] == 0) {
            return message_set(why, "holds nothing: expected sizes of 1 and more, size %zu is 0",
                               axis + 1);
        }
        if (idx->size[axis] > largest_file / idx->count) {
            return message_set(why,
                               "its sizes are too large: expected at most %d elements, size %zu "
                               "is %zu",
                               largest_file, axis + 1, idx->size[axis]);
        }
        idx->count *= idx->size[axis];
    }
    return 0;
}

/* Takes the memory for header and elements, if a file of this length can hold them. */
static int take_memory(const unsigned char *file, size_t length, size_t header, struct idx *idx,
                       struct message *why)
{
    const bool packed = gunzip_is_packed(file, length);
    if (!packed && length - header != idx->count) {
        return message_set(why, "its size is wrong: expected %zu elements, found %zu", idx->count,
                           length - header);
    }
    if (packed && idx->count / gunzip_most > length) {
        return message_set(why,
                           "its size is wrong: expected %zu elements, found %zu packed bytes, too "
                           "few for them",
                           idx->count, length);
    }
    idx->bytes = malloc(header + idx->count);
    if (!idx->bytes) {
        return message_set(why, "no memory for its %zu elements", idx->count);
    }
    return 0;
}

static int read_elements(const unsigned char *file, size_t length, size_t header, struct idx *idx,
                         struct message *why)
{
    size_t count;
    bool more;
    if (content(file, length, header + idx->count, idx->bytes, &count, &more, why) != 0) {
        return -1;
    }
    if (more) {
        return message_set(why, "its size is wrong: expected %zu elements, found more", idx->count);
    }
    if (count != header + idx->count) {
        return message_set(why, "its size is wrong: expected %zu elements, found %zu", idx->count,
                           count - header);
    }
    memmove(idx->bytes, idx->bytes + header, idx->count);
    return 0;
}

int idx_decode(const unsigned char *file, size_t length, size_t rank, struct idx *idx,
               struct message *why)
{
    *idx = (struct idx){0};
    const size_t room = 4 + 4 * rank;
    unsigned char header[longest_header] = {0};
    size_t count;
    bool more;
    if (content(file, length, room, header, &count, &more, why) != 0 ||
        read_header(header, count, rank, idx, why) != 0 || count_elements(idx, why) != 0 ||
        take_memory(file, length, room, idx, why) != 0) {
        return -1;
    }
    if (read_elements(file, length, room, idx, why) != 0) {
        free(idx->bytes);
        idx->bytes = NULL;
        return -1;
    }
    return 0;
}

int idx_read(const char *path, size_t rank, struct idx *idx, struct message *why)
{
    *idx = (struct idx){0};
    unsigned char *file;
    size_t length;
    if (file_read(path, largest_file, &file, &length, why) != 0) {
        return -1;
    }
    struct message inner;
    const int status = idx_decode(file, length, rank, idx, &inner);
    free(file);
    return status == 0 ? 0 : message_set(why, "%s: %s", path, inner.text);
}

/* What only both files together show. */
static int check_labels(const char *images_path, const char *labels_path, const struct idx *images,
                        const struct idx *labels, size_t classes, struct message *why)
{
    if (labels->count != images->size[0]) {
        return message_set(why,
                           "%s: the wrong number of labels: expected %zu, as %s has images, "
                           "found %zu",
                           labels_path, images->size[0], images_path, labels->count);
    }
    for (size_t i = 0; i < labels->count; i++) {
        if (labels->bytes[i] >= classes) {
            return message_set(why, "%s: label %zu is out of range: expected 0 to %zu, found %d",
                               labels_path, i, classes - 1, labels->bytes[i]);
        }
    }
    return 0;
}

int idx_read_images(const char *images_path, const char *labels_path, size_t classes,
                    const char *const *class_name, struct image_set *set, struct message *why)
{
    *set = (struct image_set){0};
    struct idx images = {0}, labels = {0};
    if (idx_read(images_path, 3, &images, why) != 0 ||
        idx_read(labels_path, 1, &labels, why) != 0 ||
        check_labels(images_path, labels_path, &images, &labels, classes, why) != 0) {
        free(images.bytes);
        free(labels.bytes);
        return -1;
    }
    *set = (struct image_set){.count = images.size[0],
                              .rows = images.size[1],
                              .columns = images.size[2],
                              .bytes = images.bytes,
                              .labels = labels.bytes,
                              .classes = classes,
                              .class_name = class_name};
    return 0;
}
