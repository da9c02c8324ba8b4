/* grade/table.h: the results for a terminal. */
#ifndef DESCENT_GRADE_TABLE_H
#define DESCENT_GRADE_TABLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct table_style {
    bool colour;
    const char *only; /* one exercise's id, or NULL */
};

/* Prints a lab: a line an exercise, what is wrong below it, the score, and what to do next. */
void table_print(FILE *stream, const json_t *lab, struct table_style style);

#endif
