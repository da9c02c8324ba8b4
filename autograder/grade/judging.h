/* grade/judging.h: the two programs that a grading starts: make and the judge. */
#ifndef DESCENT_GRADE_JUDGING_H
#define DESCENT_GRADE_JUDGING_H

#include "grade/grading.h"

/* Builds a goal of the kit's make for this submission. Returns 0, or -1 and says why. */
int judging_build(const struct grading *grading, const char *goal, struct message *why);

/* Runs a pass of the judge, "check", "match" or "memory", over the exercises named in `ids`, "1.1 1.2".
 * Returns 0, or -1 and says why it did not come to its end. What it found stands in its files. */
int judging_run(const struct grading *grading, const struct lab_verdicts *all, const char *pass,
                const char *ids, struct message *why);

/* A file that a pass has written about an exercise ("." for all), or NULL. */
json_t *judging_load(const struct grading *grading, const char *id, const char *name);

#endif
