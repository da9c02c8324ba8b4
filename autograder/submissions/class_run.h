/* submissions/class_run.h: the grading of a class: each submission's files are collected into a
 * place of its own, a grader is run there, and what it found becomes the submission's entry.
 *
 *     WORK/0001/src/01-linear-sgd/linear.c   what the student wrote
 *     WORK/0001/work/                        for the grader to build in
 *     WORK/0001/results.json, grader.log     what it found, what it printed
 */
#ifndef DESCENT_SUBMISSIONS_CLASS_RUN_H
#define DESCENT_SUBMISSIONS_CLASS_RUN_H

#include "base/message.h"
#include "submissions/arguments.h"
#include "submissions/graders.h"
#include "submissions/lab_files.h"
#include "submissions/run_progress.h"
#include "submissions/submission_list.h"

#include <jansson.h>

struct class_run {
    const struct arguments *arguments;
    const char *kit;    /* absolute path */
    const char *grader; /* path */
    const char *work;   /* absolute path of a folder of our own */
    const struct wanted_labs *labs;
    const struct submission_list *list;
    json_t **entry, **times; /* (list->count), NULL until graded */
    struct run_progress progress;

    /* the command that is being started */
    char student[1024], build[1024], results[1024], log[1024];
    const char *argument[16 + 2 * kit_max_labs];
};

/* Grades all submissions of the list; fills `entry` and `times`. Returns false when a signal broke
 * it off; graders that ran are gone then. */
bool class_run_grade(struct class_run *run, int signals);

#endif
