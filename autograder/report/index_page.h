/* report/index_page.h: the page of the whole class: who could not be graded, and for each lab the
 * scores by student, what each exercise costs the class, who has not started. */
#ifndef DESCENT_REPORT_INDEX_PAGE_H
#define DESCENT_REPORT_INDEX_PAGE_H

#include "base/message.h"

#include <jansson.h>
#include <stdio.h>

/* Writes index.html. `labs` is what class_labs gives. The stream tells whether writing failed.
 * Returns 0, or -1 when there is no memory. */
int index_page_write(const json_t *class, const json_t *labs, FILE *page, struct message *why);

/* Writes the lab's table of exercises: share of passed, mean points lost (index_exercises.c). */
void index_page_exercises(const json_t *class, const json_t *lab, FILE *page);

/* Writes the lab's table of students: score, and a mark for each exercise (index_students.c). */
void index_page_students(const json_t *class, const json_t *lab, FILE *page);

#endif
