/* report/gradebook.h: the class's marks as CSV (RFC 4180, UTF-8), for a spreadsheet or the course's
 * own system.
 *
 * Columns: name, folder, then for each lab its score, its maximum and the points of each exercise,
 * then state, a summary in words. A cell whose number is not known is empty, never 0; that includes
 * the score of a lab of which a check could not be run (`state` says how many points it has so far).
 */
#ifndef DESCENT_REPORT_GRADEBOOK_H
#define DESCENT_REPORT_GRADEBOOK_H

#include <jansson.h>
#include <stdio.h>

/* Writes the table. `labs` is what class_labs gives. The stream tells whether writing failed. */
void gradebook_write(const json_t *class, const json_t *labs, FILE *out);

#endif
