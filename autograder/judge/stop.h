/* judge/stop.h: why a check stops: what became of the student's worker, in words for the student.
 *
 * Each function records a fault (but at a TODO), sets the state and check->stopped. What came from a
 * worker may hold any bytes; what is recorded is printable.
 */
#ifndef DESCENT_JUDGE_STOP_H
#define DESCENT_JUDGE_STOP_H

#include "judge/check.h"

/* For a reason of one's own. */
void stop_with(struct check *check, enum state state, const struct bundle *request,
               const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Because of what came instead of an answer; check->student tells more. */
void stop_at(struct check *check, enum outcome outcome, const struct bundle *request);

/* At a TODO: the exercise's own, so that it is not started, or that of one that it waits for. */
void stop_at_todo(struct check *check, const struct bundle *answer);

#endif
