/* judge/checks.h: the checks of all labs: which function judges which exercise. */
#ifndef DESCENT_JUDGE_CHECKS_H
#define DESCENT_JUDGE_CHECKS_H

#include "judge/check.h"

struct exercise_check {
    const char *exercise; /* "1.6"; NULL ends a lab's list */
    void (*run)(struct check *check);
};

extern const struct exercise_check lab01_checks[];

/* The check of an exercise, or NULL. */
const struct exercise_check *checks_find(const char *exercise);

#endif
