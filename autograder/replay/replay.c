/* A worker that answers from a recording:
 *
 *     replay FILE
 *
 * A question that was asked when the recording was made gets the answer that was given then; any
 * other gets the answer `unknown`.
 */
#include "base/file.h"
#include "replay/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { answers_fd = 3, largest = 512 * 1024 * 1024 };

struct recording {
    unsigned char *bytes;
    size_t length;
};

/* Where the bundle at `at` ends, or 0 when there is none. */
static size_t length_of_bundle(const struct recording *recording, size_t at)
{
    struct bundle bundle;
    struct message unused;
    if (at >= recording->length) {
        return 0;
    }
    const long used =
        bundle_decode(recording->bytes + at, recording->length - at, &bundle, &unused);
    if (used > 0) {
        bundle_free(&bundle);
    }
    return used > 0 ? (size_t)used : 0;
}

/* The answer to a question of these bytes; NULL when it was never asked. */
static const unsigned char *find(const struct recording *recording, const struct letter *question,
                                 size_t *length)
{
    for (size_t at = 0; at < recording->length;) {
        const size_t asked = length_of_bundle(recording, at);
        const size_t answered = asked > 0 ? length_of_bundle(recording, at + asked) : 0;
        if (answered == 0) {
            return NULL;
        }
        if (asked == question->length &&
            memcmp(recording->bytes + at, question->bytes, asked) == 0) {
            *length = answered;
            return recording->bytes + at + asked;
        }
        at += asked + answered;
    }
    return NULL;
}

static void answer_unknown(const struct letter *question)
{
    struct bundle unknown = bundle_new("unknown", question->bundle.exercise);
    size_t length;
    unsigned char *const bytes = bundle_encode(&unknown, &length);
    send_bytes(answers_fd, bytes, length);
    free(bytes);
}

int main(int argc, char **argv)
{
    struct recording recording;
    struct message why;
    if (argc != 2) {
        fputs("usage: replay FILE\n", stderr);
        return 2;
    }
    if (file_read(argv[1], largest, &recording.bytes, &recording.length, &why) != 0) {
        fprintf(stderr, "replay: %s\n", why.text);
        return 1;
    }
    struct inbox questions = {.descriptor = 0};
    struct letter question;
    while (inbox_next(&questions, &question, &why) == 1) {
        size_t length = 0;
        const unsigned char *const answer = find(&recording, &question, &length);
        if (answer) {
            send_bytes(answers_fd, answer, length);
        } else {
            answer_unknown(&question);
        }
        letter_free(&question);
    }
    free(recording.bytes);
    free(questions.bytes);
    return 0;
}
