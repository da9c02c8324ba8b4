/* submissions/arguments.h: the command line of run_all. */
#ifndef DESCENT_SUBMISSIONS_ARGUMENTS_H
#define DESCENT_SUBMISSIONS_ARGUMENTS_H

#include "catalogue/exercises.h"

#include <stdbool.h>
#include <stddef.h>

struct arguments {
    const char *folder;  /* of the submissions */
    const char *out;     /* folder of the reports */
    const char *kit;     /* root of the kit */
    const char *grader;  /* program that grades one submission; NULL: the kit's */
    const char *gnuplot; /* program that draws the charts */
    const char *work;    /* where submissions are built; NULL: build/ of the kit */
    size_t jobs;         /* graders at a time */
    double limit;        /* s a submission */
    size_t labs;
    const char *lab[kit_max_labs]; /* (labs) "01"; none: all labs */
    bool valgrind, quiet, keep;
    bool trust; /* grade even where the students' code cannot be confined */
};

/* Reads the command line. With --help it prints that and ends the program with status 0; with a
 * mistake it says which and ends it with status 2. */
void arguments_read(int argc, char **argv, struct arguments *arguments);

#endif
