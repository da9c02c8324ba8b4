/* wire/bundle.h: what judge and worker say to each other: a line of text and some named arrays.
 *
 *     descent 1 VERB EXERCISE FRAMES BYTES NOTE...\n
 *     NAME BYTES\n  and an .npy image of so many bytes,  FRAMES times
 *
 * BYTES in the first line counts all that follows it. Every frame is a complete .npy image, so a
 * bundle that was saved to a file can be cut into files that NumPy opens.
 *
 * A worker may be a hostile program: bundle_decode takes any bytes, and says what is malformed.
 * Each array is an allocation of its own and of exact size, so that memory checkers see who leaves
 * it.
 */
#ifndef DESCENT_WIRE_BUNDLE_H
#define DESCENT_WIRE_BUNDLE_H

#include "base/message.h"
#include "base/real.h"
#include "tensor/shape.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    bundle_max_frames = 24,
    bundle_max_name = 32,
    bundle_max_note = 200,
    bundle_max_bytes = 64 * 1024 * 1024,
};

struct frame {
    char name[bundle_max_name];
    struct shape shape;
    size_t count;
    real *data;   /* (count), owned by the bundle */
    bool changes; /* the function under test may write to it; not sent */
};

struct bundle {
    char verb[16];
    char exercise[8]; /* "1.6", and a letter where it has several drivers: "2.1b" */
    char note[bundle_max_note];
    size_t frames;
    struct frame frame[bundle_max_frames];
};

/* An empty bundle. Panics when a word is too long. */
struct bundle bundle_new(const char *verb, const char *exercise);

/* Frees the arrays and empties the bundle. */
void bundle_free(struct bundle *bundle);

/* Adds an array filled with NaN, and returns it. Panics when the bundle is full. */
struct frame *bundle_add(struct bundle *bundle, const char *name, struct shape shape);

/* The frame of this name, or NULL. */
struct frame *bundle_find(const struct bundle *bundle, const char *name);

/* Takes away the frame of this name, if there is one. */
void bundle_remove(struct bundle *bundle, const char *name);

/* A bundle with copies of all arrays. */
struct bundle bundle_copy(const struct bundle *bundle);

/* The bundle as bytes that the caller frees. */
unsigned char *bundle_encode(const struct bundle *bundle, size_t *length);

/* Reads one bundle from the start of `bytes`. Returns the number of bytes used; 0 when more bytes
 * are needed; -1 when they can never become a bundle, and says why. Takes memory only for what has
 * really arrived. */
long bundle_decode(const unsigned char *bytes, size_t length, struct bundle *bundle,
                   struct message *why);

#endif
