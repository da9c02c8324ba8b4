/* grade/problems.h: why a student's file could not be used, as worker/student_object.sh left it. */
#ifndef DESCENT_GRADE_PROBLEMS_H
#define DESCENT_GRADE_PROBLEMS_H

#include "grade/grading.h"

/* When the exercise's file has a problem that concerns it, records it in the verdict: it does not
 * build, or it calls what it may not. */
void see_problem(const struct grading *grading, const struct lab *lab, struct verdict *verdict);

/* Adds the compiler's first warnings about the exercise's functions: they often tell why it is wrong. */
void add_warnings(const struct grading *grading, const struct lab *lab, struct verdict *verdict);

/* True when a definition `name(` starts on this line: in the first column and without a semicolon
 * before the brace. */
bool defines_function(const char *line, const char *name);

/* The line in the exercise's file on which the definition of one of its functions starts, 0 when it is not found.
 */
int line_of_function(const struct grading *grading, const struct lab *lab,
                     const struct exercise *exercise, const char *function);

/* A fault with a text, and the place when line > 0; added to the verdict. Returns the fault. */
json_t *add_fault(struct verdict *verdict, const char *text, const char *file, int line);

/* "labs/01-linear-sgd/linear.c" */
void student_file(const struct lab *lab, const struct exercise *exercise, char *path, size_t size);

#endif
