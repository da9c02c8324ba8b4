/* submissions/run_progress.h: what run_all prints while it runs: a line a submission, and on a
 * terminal below them how far it is and how long it will take. */
#ifndef DESCENT_SUBMISSIONS_RUN_PROGRESS_H
#define DESCENT_SUBMISSIONS_RUN_PROGRESS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct run_progress {
    FILE *stream;
    size_t total, done;
    int width; /* columns for the names */
    bool quiet, terminal, colour;
    double started; /* s */
};

/* Begins the report on `total` submissions, of which the longest name takes `width` columns. */
void run_progress_begin(struct run_progress *progress, FILE *stream, size_t total, size_t width,
                        bool quiet);

/* Tells of one more that is through: its entry in the class's results. Of a quiet run only errors
 * are told. */
void run_progress_tell(struct run_progress *progress, const json_t *entry);

/* Shows what is done now in the line below (on a terminal; otherwise nothing). */
void run_progress_doing(const struct run_progress *progress, const char *what);

/* Takes the line below away. */
void run_progress_end(const struct run_progress *progress);

#endif
