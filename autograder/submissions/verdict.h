/* submissions/verdict.h: what the end of a grader means for its submission.
 *
 * A grader that failed is not a student who failed: the submission gets an error in words and no
 * points.
 */
#ifndef DESCENT_SUBMISSIONS_VERDICT_H
#define DESCENT_SUBMISSIONS_VERDICT_H

#include "base/message.h"
#include "submissions/graders.h"

#include <jansson.h>

struct verdict {
    json_t *labs;         /* a new reference, or NULL: not graded */
    json_t *times;        /* a new reference, or NULL without memory */
    struct message error; /* why it was not graded; "" when it was */
};

/* Judges by how the grader ended and by what it left in its folder: results.json and grader.log. The
 * error names no file of this run, so that the same failure reads the same in each run. */
struct verdict verdict_of(const struct grader_end *end, const char *folder, double limit);

#endif
