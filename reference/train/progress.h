/* train/progress.h: how far the training is: a bar on a terminal, a few plain lines elsewhere. */
#ifndef DESCENT_TRAIN_PROGRESS_H
#define DESCENT_TRAIN_PROGRESS_H

#include "base/real.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct progress {
    FILE *stream;
    bool terminal;
    const char *what;   /* "quiz-final, batch 4" */
    const char *rate;   /* what is counted, with a rate: "images"; NULL: epochs, without one */
    size_t total, done; /* epochs, or what `rate` says */
    double started;     /* s, monotonic clock */
    double drawn;       /* s, when the bar, or a plain line, was last printed */
    size_t reported;    /* tenths of the whole that plain lines have told */
};

/* Starts at 0 of `total` > 0 steps. Nothing is printed yet. */
void progress_begin(struct progress *progress, FILE *stream, const char *what, size_t total);

/* The same where many small things are counted, such as the images of an epoch: the bar says how many
 * pass in a second. Where nobody watches, a line like it appears after half a minute without one: a table of
 * epochs tells more, but a long epoch shall not look like a program that stands still. */
void progress_begin_rate(struct progress *progress, FILE *stream, const char *what, size_t total,
                         const char *counted);

/* `done` steps are done, the loss is now `loss`. On a terminal the bar is redrawn at most ten times
 * a second, with the loss and the time left; elsewhere a line appears at each tenth, or, with a rate, after half a minute. */
void progress_update(struct progress *progress, size_t done, real loss);

/* Whether a call of progress_update would print something now. */
bool progress_is_due(const struct progress *progress, size_t done);

/* Ends the line with the time taken. */
void progress_end(struct progress *progress, real loss);

/* Takes the bar off a terminal, for a line of one's own in its place; the next update draws it again.
 * Elsewhere the half minute begins anew. */
void progress_clear(struct progress *progress);

#endif
