/* replay/exchange.h: bundles on pipes, and the files in which questions and answers are kept.
 *
 * A recording is a row of bundles: a question, its answer, the next question, its answer. Whoever
 * holds one can answer the questions that were asked when it was made, and no others: that is how a
 * handout judges without holding an answer's code.
 */
#ifndef DESCENT_REPLAY_EXCHANGE_H
#define DESCENT_REPLAY_EXCHANGE_H

#include "base/message.h"
#include "wire/bundle.h"

#include <stddef.h>

/* A bundle that came from a pipe or a file, and the bytes that it was. */
struct letter {
    struct bundle bundle;
    unsigned char *bytes; /* (length), owned */
    size_t length;
};

/* What has been read from a descriptor and not yet used. */
struct inbox {
    int descriptor;
    unsigned char *bytes;
    size_t length, room;
};

/* Waits for the next bundle. Returns 1 with a letter, 0 at the end, -1 and why when malformed. */
int inbox_next(struct inbox *inbox, struct letter *letter, struct message *why);

void letter_free(struct letter *letter);

/* Writes all bytes. Returns 0, or -1 when the other end is gone. */
int send_bytes(int descriptor, const unsigned char *bytes, size_t length);

#endif
