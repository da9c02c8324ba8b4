/* grade/results.h: the results file of one submission; report/README.md tells its form. */
#ifndef DESCENT_GRADE_RESULTS_H
#define DESCENT_GRADE_RESULTS_H

#include "grade/grading.h"

/* The results of an earlier grading, or an empty object when there is none that can be read. */
json_t *results_read(const char *path);

/* Puts the wanted verdicts into the results. A grader error does not take the place of an earlier
 * verdict. */
void results_merge(json_t *results, const struct lab_verdicts *verdicts);

/* The lab's object in the results, or NULL. */
json_t *results_lab(const json_t *results, const char *number);

/* Writes the file, beside it first. Returns 0, or -1 and says why. */
int results_write(const json_t *results, const char *path, struct message *why);

#endif
