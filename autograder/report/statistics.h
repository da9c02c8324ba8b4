/* report/statistics.h: how a class did.
 *
 * Only what was judged counts: a submission that could not be graded, wholly or in part, and keeps
 * no earlier result, is in no mean and no median, and is counted beside them.
 */
#ifndef DESCENT_REPORT_STATISTICS_H
#define DESCENT_REPORT_STATISTICS_H

#include "base/message.h"

#include <jansson.h>
#include <stddef.h>

struct lab_statistics {
    size_t graded;      /* submissions whose every check was run */
    size_t incomplete;  /* submissions of which a check could not be run */
    size_t not_graded;  /* submissions without any result for the lab */
    size_t not_started; /* of the graded: nothing written yet */
    size_t not_built;   /* of the graded: at least one file does not compile */
    double mean;        /* of the graded; NaN when there are none */
    double median;      /* of the graded; the mean of the middle two when their number is even */
};

struct exercise_statistics {
    size_t judged; /* submissions whose check of this exercise was run */
    size_t passed; /* of these */
    double lost;   /* points that a submission lost on average; NaN when none was judged */
};

/* The class's statistics for the lab ("01"). Returns 0, or -1 when there is no memory. */
int statistics_of_lab(const json_t *class, const char *lab, struct lab_statistics *statistics,
                      struct message *why);

/* The class's statistics for one exercise ("1.6") of the lab. */
struct exercise_statistics statistics_of_exercise(const json_t *class, const char *lab,
                                                  const char *id);

#endif
