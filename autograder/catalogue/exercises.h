/* catalogue/exercises.h: what the labs ask, read from each lab's exercises.tsv.
 *
 * The table has one line an exercise, its columns separated by tabs, "-" for nothing:
 *
 *     id  points  file  functions  title  parts  builds_on  uses
 *
 * points     "6", or "6+5" where up to 5 more can be had beside the 100 for what is counted
 * file       the reference's file below reference/; the student's has the same basename
 * functions  whole functions of it, "a,b"
 * parts      named parts that are worth points of their own, "dx:4,dw:6"; they sum to points
 * builds_on  exercises that must have passed before this one can be judged, "1.1,1.2"
 * uses       what the student's object may call besides libc and libm, "a,b"
 *
 * A lab's points always come to 100. Where the table's sum to fewer, because a chapter is not there yet or a
 * course goes without it, the missing points are spread over the exercises that are there, in proportion
 * and in whole points, by the largest remainder (of equal ones the earlier exercise's comes first); then each
 * exercise's over its parts by the same rule. So none is worth less than its line says, and a full table stays
 * as it is. Whoever needs points takes them from here: the starters, the judge, all reports.
 */
#ifndef DESCENT_CATALOGUE_EXERCISES_H
#define DESCENT_CATALOGUE_EXERCISES_H

#include "base/message.h"

#include <stdbool.h>
#include <stddef.h>

enum { exercise_max_names = 16, exercise_max_name = 64, lab_max_exercises = 32, kit_max_labs = 8 };
enum { lab_points = 100 };

struct names {
    size_t count;
    char name[exercise_max_names][exercise_max_name];
};

struct exercise {
    char id[8];
    unsigned points;
    unsigned bonus;               /* at most, beside the lab's 100 */
    char file[exercise_max_name]; /* "kernels/naive/linear.c" */
    struct names functions;
    char title[96];
    struct names parts;
    unsigned part_points[exercise_max_names];
    struct names builds_on;
    struct names uses;
};

struct lab {
    char folder[32];   /* "01-linear-sgd" */
    char number[4];    /* "01" */
    const char *title; /* "linear-sgd", the rest of the folder's name */
    size_t exercises;
    struct exercise exercise[lab_max_exercises];
};

struct kit {
    size_t labs;
    struct lab lab[kit_max_labs]; /* by number */
};

/* Reads the tables of all labs below `root`/labs. The caller frees the kit with free(). Returns
 * NULL and says `path:line: why` when a table is malformed. */
struct kit *kit_read(const char *root, struct message *why);

/* The lab of this number ("01"), or NULL. */
const struct lab *kit_lab(const struct kit *kit, const char *number);

/* The exercise of this id, or NULL; *lab is its lab when not NULL. */
const struct exercise *kit_exercise(const struct kit *kit, const char *id, const struct lab **lab);

/* The file's name without its folder: "linear.c". */
const char *exercise_basename(const struct exercise *exercise);

/* Whether it is a CUDA kernel, in a .cu file: run on the emulator, in a worker of its own. */
bool exercise_is_kernel(const struct exercise *exercise);

/* The place of `name` among the names, or -1. */
int names_find(const struct names *names, const char *name);

#endif
