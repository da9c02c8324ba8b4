/* judge/reported.h: what the emulator, in a worker that runs kernels, found to be wrong.
 *
 * Such an answer has the frames "kind", "what" and "means", texts of a number a letter, "line" and "pc", the address of
 * the instruction (worker/cuda04.c); which line that is stands in WORKER.lines (worker/link_worker.sh).
 * They come from a student's process and are words for the student alone: a report never gives a point.
 */
#ifndef DESCENT_JUDGE_REPORTED_H
#define DESCENT_JUDGE_REPORTED_H

#include "judge/check.h"

/* Records a report as a fault of the check. Returns false when the answer has none. */
bool reported(struct check *check, const struct bundle *request, const struct bundle *answer);

#endif
