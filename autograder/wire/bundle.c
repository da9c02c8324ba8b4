#include "wire/bundle.h"

#include "base/npy.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void copy_word(char *to, size_t size, const char *from)
{
    if (strlen(from) >= size) {
        panic("bundle: '%s' is longer than %zu letters", from, size - 1);
    }
    strcpy(to, from);
}

static void *take(size_t bytes)
{
    void *const memory = malloc(bytes > 0 ? bytes : 1);
    if (!memory) {
        panic("bundle: no memory for %zu bytes", bytes);
    }
    return memory;
}

struct bundle bundle_new(const char *verb, const char *exercise)
{
    struct bundle bundle = {.frames = 0};
    copy_word(bundle.verb, sizeof bundle.verb, verb);
    copy_word(bundle.exercise, sizeof bundle.exercise, exercise);
    return bundle;
}

void bundle_free(struct bundle *bundle)
{
    for (size_t i = 0; i < bundle->frames; i++) {
        free(bundle->frame[i].data);
    }
    *bundle = (struct bundle){.frames = 0};
}

struct frame *bundle_add(struct bundle *bundle, const char *name, struct shape shape)
{
    if (bundle->frames == bundle_max_frames) {
        panic("bundle: no room for '%s' behind %d frames", name, bundle_max_frames);
    }
    struct frame *const frame = &bundle->frame[bundle->frames++];
    *frame = (struct frame){.shape = shape, .count = shape_count(shape)};
    copy_word(frame->name, sizeof frame->name, name);
    frame->data = take(frame->count * sizeof *frame->data);
    for (size_t i = 0; i < frame->count; i++) {
        frame->data[i] = REAL_NAN;
    }
    return frame;
}

struct frame *bundle_find(const struct bundle *bundle, const char *name)
{
    for (size_t i = 0; i < bundle->frames; i++) {
        if (strcmp(bundle->frame[i].name, name) == 0) {
            return (struct frame *)&bundle->frame[i];
        }
    }
    return NULL;
}

void bundle_remove(struct bundle *bundle, const char *name)
{
    struct frame *const frame = bundle_find(bundle, name);
    if (frame) {
        const size_t behind = (size_t)(bundle->frame + bundle->frames - frame) - 1;
        free(frame->data);
        memmove(frame, frame + 1, behind * sizeof *frame);
        bundle->frames--;
    }
}

struct bundle bundle_copy(const struct bundle *bundle)
{
    struct bundle copy = *bundle;
    for (size_t i = 0; i < copy.frames; i++) {
        struct frame *const frame = &copy.frame[i];
        const size_t bytes = frame->count * sizeof *frame->data;
        frame->data = memcpy(take(bytes), frame->data, bytes);
    }
    return copy;
}

static size_t image_bytes(const struct frame *frame)
{
    return npy_header_bytes + frame->count * sizeof *frame->data;
}

/* Writes the frame behind `at` and returns where it ends. */
static unsigned char *encode_frame(const struct frame *frame, unsigned char *at)
{
    at += sprintf((char *)at, "%s %zu\n", frame->name, image_bytes(frame));
    npy_encode_header(frame->shape.rank, frame->shape.size, at);
    const size_t data_bytes = frame->count * sizeof *frame->data;
    memcpy(at + npy_header_bytes, frame->data, data_bytes);
    return at + npy_header_bytes + data_bytes;
}

unsigned char *bundle_encode(const struct bundle *bundle, size_t *length)
{
    size_t payload = 0;
    for (size_t i = 0; i < bundle->frames; i++) {
        const struct frame *const frame = &bundle->frame[i];
        payload += (size_t)snprintf(NULL, 0, "%s %zu\n", frame->name, image_bytes(frame));
        payload += image_bytes(frame);
    }
    char line[bundle_max_note + 128];
    const int line_bytes = snprintf(line, sizeof line, "descent 1 %s %s %zu %zu %s\n", bundle->verb,
                                    bundle->exercise, bundle->frames, payload, bundle->note);
    *length = (size_t)line_bytes + payload;
    unsigned char *const bytes = take(*length + 1);
    memcpy(bytes, line, (size_t)line_bytes);
    unsigned char *at = bytes + line_bytes;
    for (size_t i = 0; i < bundle->frames; i++) {
        at = encode_frame(&bundle->frame[i], at);
    }
    return bytes;
}

/* Where the newline stands that ends a line of at most `limit` bytes, or NULL. */
static const unsigned char *line_end(const unsigned char *bytes, size_t length, size_t limit)
{
    return memchr(bytes, '\n', length < limit ? length : limit);
}

static int decode_frame(const unsigned char **at, const unsigned char *end, struct bundle *bundle,
                        struct message *why)
{
    const unsigned char *const newline = line_end(*at, (size_t)(end - *at), 80);
    char line[80] = "", name[bundle_max_name];
    size_t bytes;
    if (newline) {
        memcpy(line, *at, (size_t)(newline - *at));
    }
    if (!newline || sscanf(line, "%31s %zu", name, &bytes) != 2) {
        return message_set(why, "expected a frame's name and size");
    }
    *at = newline + 1;
    if (bytes > (size_t)(end - *at)) {
        return message_set(why, "frame %s is cut off", name);
    }
    struct npy_header header;
    if (npy_decode_header(*at, bytes, &header, why) != 0) {
        return -1;
    }
    struct shape shape = {.rank = header.rank};
    memcpy(shape.size, header.size, sizeof shape.size);
    npy_decode_data(*at, &header, bundle_add(bundle, name, shape)->data);
    *at += bytes;
    return 0;
}

long bundle_decode(const unsigned char *bytes, size_t length, struct bundle *bundle,
                   struct message *why)
{
    enum { line_limit = bundle_max_note + 128 };
    static const char start[] = "descent 1 ";
    const size_t seen = length < sizeof start - 1 ? length : sizeof start - 1;
    if (memcmp(bytes, start, seen) != 0) {
        return message_set(why, "it does not start with 'descent 1'");
    }
    const unsigned char *const newline = line_end(bytes, length, line_limit);
    if (!newline) {
        return length < line_limit ? 0 : message_set(why, "its first line does not end");
    }
    char line[line_limit] = "";
    memcpy(line, bytes, (size_t)(newline - bytes));
    *bundle = (struct bundle){.frames = 0};
    size_t frames, payload;
    if (sscanf(line, "descent 1 %15s %7s %zu %zu %199[^\n]", bundle->verb, bundle->exercise,
               &frames, &payload, bundle->note) < 4 ||
        frames > bundle_max_frames || payload > bundle_max_bytes) {
        return message_set(why, "its first line is not 'descent 1 VERB EXERCISE FRAMES BYTES'");
    }
    const unsigned char *at = newline + 1;
    if ((size_t)(bytes + length - at) < payload) {
        return 0;
    }
    const unsigned char *const end = at + payload;
    for (size_t i = 0; i < frames; i++) {
        if (decode_frame(&at, end, bundle, why) != 0) {
            bundle_free(bundle);
            return -1;
        }
    }
    if (at != end) {
        bundle_free(bundle);
        return message_set(why, "%td bytes stand behind its last frame", end - at);
    }
    return (long)(end - bytes);
}
