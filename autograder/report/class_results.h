/* report/class_results.h: the results of a class, put together from those of its submissions.
 *
 * The form is documented in report/README.md. A submission that could not be graded has its
 * "error" in words and no labs, never a score of 0.
 */
#ifndef DESCENT_REPORT_CLASS_RESULTS_H
#define DESCENT_REPORT_CLASS_RESULTS_H

#include "base/message.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* One submission. `error` is NULL when all went well. Takes over `labs` and `notes` (what the
 * reader of the report should know: files that were not taken); either may be NULL. Returns a new
 * reference, or NULL when there is no memory. */
json_t *class_entry(const char *name, const char *folder, const char *error, json_t *labs,
                    json_t *notes);

/* The class. Takes over the entries, which stand in the order of the reports, and the times
 * (an object a submission, or NULL). `seconds` is what the run took, `at` when it ended. Returns a
 * new reference, or NULL when there is no memory. */
json_t *class_results(size_t count, json_t *const *entry /* (count) */,
                      json_t *const *times /* (count) */, double seconds, time_t at);

/* Reads the class results of an earlier run. Returns a new reference, or NULL and says why. */
json_t *class_read(const char *path, struct message *why);

/* Gives each submission that could not be graded, wholly or in part, the labs that an earlier run
 * found for the same folder, and marks it "earlier": true: a failure of the grader must not cost a
 * result. Its "error" stays beside them. Returns how many were kept so. */
size_t class_keep_earlier(json_t *class, const json_t *earlier);

/* Writes the file. Returns 0, or -1 and says why. */
int class_write(const json_t *class, const char *path, struct message *why);

/* The labs that occur in the class, sorted by name, each as the first submission that has it holds
 * it: for titles, exercises and points. Returns a new reference, or NULL when there is no memory. */
json_t *class_labs(const json_t *class);

/* True when the submission has no error and all its checks could be run. */
bool class_is_graded(const json_t *submission);

/* How many submissions have an error or a check that could not be run. */
size_t class_ungraded(const json_t *class);

#endif
