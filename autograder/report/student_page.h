/* report/student_page.h: one student's results: each exercise with its state and points, each fault
 * with its case, what was expected and what came, and the convergence beside the reference's. */
#ifndef DESCENT_REPORT_STUDENT_PAGE_H
#define DESCENT_REPORT_STUDENT_PAGE_H

#include "report/chart.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Writes the page of the class's submission with this number (from 1). The stream tells whether
 * writing failed. */
void student_page_write(const json_t *class, size_t number, const struct chart_tools *tools,
                        FILE *page);

/* True when there is more to say of the exercise than its state and points: a fault, a chart, which
 * parts have passed (exercise_section.c). */
bool student_page_has_section(const json_t *exercise);

/* Writes the exercise's section: its parts, its faults, its convergence (exercise_section.c). */
void student_page_section(const json_t *exercise, const struct chart_tools *tools, FILE *page);

#endif
