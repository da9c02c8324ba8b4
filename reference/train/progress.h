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
    size_t total, done; /* epochs */
    double started;     /* s, monotonic clock */
    double drawn;       /* s, when the bar was last drawn */
    size_t reported;    /* tenths of the whole that plain lines have told */
};

/* Starts at 0 of `total` > 0 steps. Nothing is printed yet. */
void progress_begin(struct progress *progress, FILE *stream, const char *what, size_t total);

/* `done` steps are done, the loss is now `loss`. On a terminal the bar is redrawn at most ten times
 * a second, with the loss and the time left; elsewhere a line appears at each tenth. */
void progress_update(struct progress *progress, size_t done, real loss);

/* Ends the line with the time taken. */
void progress_end(struct progress *progress, real loss);

#endif
