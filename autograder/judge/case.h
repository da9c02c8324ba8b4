/* judge/case.h: a case of a check, in words and as files. */
#ifndef DESCENT_JUDGE_CASE_H
#define DESCENT_JUDGE_CASE_H

#include "judge/check.h"

/* Writes the case in words, with the shapes of its arrays: "the handout's numbers: x (3,1), w (1,1)". */
void case_describe(const struct bundle *request, char *text, size_t size);

/* Keeps the first failing case for `make show` and `make debug`: the request, and what was expected
 * and got where that is known (NULL where not). What another fault of that case knows is kept, too. */
void case_keep(const struct check *check, const struct bundle *request,
               const struct bundle *expected, const struct bundle *got);

/* Adds the answer to the first failing case, when this is it: a property was wrong, so nothing is
 * expected. To be called behind what looks at the answer. */
void case_add_answer(const struct check *check, const struct bundle *request,
                     const struct bundle *got);

#endif
