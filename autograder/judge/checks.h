/* judge/checks.h: the checks of all labs: which function judges which exercise. */
#ifndef DESCENT_JUDGE_CHECKS_H
#define DESCENT_JUDGE_CHECKS_H

#include "judge/check.h"
#include "judge/valgrind.h"

struct exercise_check {
    const char *exercise; /* "1.6"; NULL ends a lab's list */
    void (*run)(struct check *check);
};

/* What of an exercise is counted, once it has passed, for points beside the 100. */
struct exercise_bonus {
    const char *exercise; /* NULL ends a lab's list */
    /* returns {points, text}; NULL and why when it could not be counted */
    json_t *(*count)(const struct valgrind_run *run, struct message *why);
};

/* Each lab's list; NULL where a handout holds fewer labs. */
extern const struct exercise_check lab01_checks[] __attribute__((weak));
extern const struct exercise_check lab02_checks[] __attribute__((weak));
extern const struct exercise_check lab03_checks[] __attribute__((weak));
extern const struct exercise_check lab04_checks[] __attribute__((weak));

/* Of the labs that have any; NULL as above. */
extern const struct exercise_bonus lab04_bonuses[] __attribute__((weak));

/* The check of an exercise, or NULL. */
const struct exercise_check *checks_find(const char *exercise);

/* What is counted in an exercise, or NULL. */
const struct exercise_bonus *checks_find_bonus(const char *exercise);

#endif
