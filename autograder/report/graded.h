/* report/graded.h: the results of one grading, read, checked and asked.
 *
 * The form is documented in report/README.md. What graded_read has let through can be asked by the
 * functions below without another check; what they return belongs to the results.
 */
#ifndef DESCENT_REPORT_GRADED_H
#define DESCENT_REPORT_GRADED_H

#include "base/message.h"
#include "report/lookup.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { graded_schema = 1, graded_limit = 64 * 1024 * 1024 /* bytes */ };

/* Reads a JSON file of the version that this program knows. Returns a new reference, or NULL and
 * says `path: what is wrong`. */
json_t *graded_read_json(const char *path, struct message *why);

/* Reads the results file of one grading and checks all that a report asks of it. Returns a new
 * reference, or NULL and says `path: what is wrong`. */
json_t *graded_read(const char *path, struct message *why);

/* Returns 0 when the array holds labs as report/README.md describes them; -1 and says which part
 * does not, after the path. */
int graded_check_labs(const char *path, json_t *labs, struct message *why);

/* The number that stands under the key, as a number or as text ("inf"); NaN when none does. */
double graded_number(const json_t *object, const char *key);

/* The number that a JSON value holds, as a number or as text; NaN when it holds none. */
double graded_value(const json_t *value);

/* The lab of this name ("01") among a submission's; NULL when it is not there. */
const json_t *graded_lab(const json_t *submission, const char *lab);

/* The lab's exercise of this id ("1.6"); NULL when it is not there. */
const json_t *graded_exercise(const json_t *lab, const char *id);

/* True when the exercise's check could be run: its points are a number then. */
bool exercise_is_judged(const json_t *exercise);

/* True when at least one check of the lab could not be run: its score is a lower bound then and
 * must not be used as a mark. */
bool lab_is_incomplete(const json_t *lab);

/* How many of the lab's exercises are in the state ("not started"). */
size_t lab_count(const json_t *lab, const char *state);

/* True when there are points to be had beside the lab's 100. */
bool lab_has_bonus(const json_t *lab);

/* True when the lab has exercises and none of them has been started. */
bool lab_is_untouched(const json_t *lab);

#endif
