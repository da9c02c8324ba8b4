/* grade/written.h: what of a lab a student has written, told from the text. */
#ifndef DESCENT_GRADE_WRITTEN_H
#define DESCENT_GRADE_WRITTEN_H

#include "grade/grading.h"

/* The line on which the exercise's TODO still stands in the student's file: the first one, -1 when the
 * file is not there, 0 when there is none. */
int written_todo(const struct grading *grading, const struct lab *lab,
                 const struct exercise *exercise);

/* For an exercise that is not started: says so where a TODO stands beside lines that somebody wrote. */
void written_add_todo_faults(const struct grading *grading, const struct lab *lab,
                             struct verdict *verdict);

#endif
