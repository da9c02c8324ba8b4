/* judge/checks.h: the checks of all labs: which function judges which exercise. */
#ifndef DESCENT_JUDGE_CHECKS_H
#define DESCENT_JUDGE_CHECKS_H

#include "judge/check.h"

struct exercise_check {
    const char *exercise; /* "1.6"; NULL ends a lab's list */
    void (*run)(struct check *check);
};

/* Each lab's list; NULL where a handout holds fewer labs. */
extern const struct exercise_check lab01_checks[] __attribute__((weak));
extern const struct exercise_check lab02_checks[] __attribute__((weak));
extern const struct exercise_check lab03_checks[] __attribute__((weak));
extern const struct exercise_check lab04_checks[] __attribute__((weak));

/* The check of an exercise, or NULL. */
const struct exercise_check *checks_find(const char *exercise);

#endif
