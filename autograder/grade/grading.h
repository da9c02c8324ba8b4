/* grade/grading.h: the grading of one submission, from its files to the verdict on each exercise.
 *
 * The steps: build the worker (a file that cannot be used costs only its own exercises), let the
 * judge check what builds on nothing, then what builds on exercises that have passed; match what is
 * wrong with the known mistakes; ask Valgrind. Each verdict is a JSON object in the form of
 * report/README.md.
 */
#ifndef DESCENT_GRADE_GRADING_H
#define DESCENT_GRADE_GRADING_H

#include "base/message.h"
#include "catalogue/exercises.h"
#include "sandbox/layers.h"

#include <jansson.h>
#include <stdbool.h>

struct grading {
    const struct kit *kit_labs;
    const char *kit;      /* the kit's root; the program's working folder */
    const char *student;  /* folder with 01-linear-sgd/ and the like */
    const char *build;    /* where its objects and workers go */
    const char *work;     /* where verdicts and failing cases go */
    const char *only;     /* one exercise's id, or NULL */
    struct layers layers; /* in which the student's files are built and run */
    bool valgrind;        /* is to be asked for memory faults */
    bool has_valgrind;    /* it is installed */
    bool gpu;             /* kernels that have passed are run on a GPU as well: one's own alone */
    bool verbose;         /* progress on a terminal */
};

/* One exercise's verdict while it is being found. */
struct verdict {
    const struct exercise *exercise;
    bool wanted; /* false: judged only because a wanted one builds on it */
    bool judged;
    char state[16];
    unsigned points;
    char waits_for[16][8];
    size_t waits;
    const char *memory_unchecked;         /* why Valgrind could not look, though asked; or NULL */
    json_t *bonus;                        /* owned; NULL where none is to be had */
    json_t *gpu;                          /* owned; NULL where nothing was to be run there */
    json_t *faults, *parts, *convergence; /* owned */
};

struct lab_verdicts {
    const struct lab *lab;
    size_t count;
    struct verdict verdict[lab_max_exercises];
};

/* True when some file of the lab differs from its starter. */
bool lab_is_started(const struct grading *grading, const struct lab *lab);

/* The exercise's verdict, or NULL. */
struct verdict *verdict_find(struct lab_verdicts *verdicts, const char *id);

/* Whether all that the exercise builds on has been judged; names in waits_for what has not passed. */
bool verdict_is_ready(struct lab_verdicts *verdicts, struct verdict *verdict);

/* Wrong or partly. */
bool verdict_is_wrong(const struct verdict *verdict);

/* Grades one lab. Whatever fails becomes a verdict, "grader error" at the worst. */
void grade_lab(const struct grading *grading, const struct lab *lab, struct lab_verdicts *verdicts);

void lab_verdicts_free(struct lab_verdicts *verdicts);

/* The lab as the results' schema has it. */
json_t *lab_to_json(const struct lab_verdicts *verdicts);

#endif
