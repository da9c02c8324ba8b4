/* judge/stop.h: why a check stops: what became of the student's worker, in words for the student.
 *
 * The first three record a fault (but at a TODO), set the state and check->stopped. What came from a
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

/* At a TODO: the exercise's own, so that it is not started, or that of one that it waits for. In a
 * section, its own TODO ends the section alone. */
void stop_at_todo(struct check *check, const struct bundle *answer);

/* Takes away the kept requests from `start` on, a place in their file: what is refused, what does not
 * end and what is not written is not to be tried again under Valgrind. */
void stop_forget_requests(const struct check *check, long start);

#endif
