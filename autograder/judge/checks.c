#include "judge/checks.h"

#include <string.h>

static const struct exercise_check *const all_labs[] = {lab01_checks, lab02_checks, lab03_checks,
                                                        lab04_checks};

const struct exercise_check *checks_find(const char *exercise)
{
    for (size_t i = 0; i < sizeof all_labs / sizeof *all_labs; i++) {
        for (const struct exercise_check *check = all_labs[i]; check && check->exercise; check++) {
            if (strcmp(check->exercise, exercise) == 0) {
                return check;
            }
        }
    }
    return NULL;
}
