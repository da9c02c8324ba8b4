#include "grade/bonus.h"

#include "grade/judging.h"

#include <string.h>

static json_t *not_counted(const struct exercise *exercise, const char *why)
{
    return json_pack("{s:n, s:i, s:s}", "points", "max", (int)exercise->bonus, "text", why);
}

static json_t *count(const struct grading *grading, const struct lab_verdicts *all,
                     const struct exercise *exercise)
{
    struct message why;
    json_t *const bonus = judging_run(grading, all, "bonus", exercise->id, &why) == 0
                              ? judging_load(grading, exercise->id, "bonus.json")
                              : NULL;
    if (!bonus) {
        return not_counted(exercise, "it could not be counted; judge.log tells why.");
    }
    json_object_set_new(bonus, "max", json_integer(exercise->bonus));
    return bonus;
}

void bonus_add(const struct grading *grading, struct lab_verdicts *all)
{
    for (size_t i = 0; i < all->count; i++) {
        struct verdict *const verdict = &all->verdict[i];
        if (!verdict->wanted || verdict->exercise->bonus == 0 ||
            strcmp(verdict->state, "passed") != 0) {
            continue;
        }
        verdict->bonus =
            !grading->valgrind ? not_counted(verdict->exercise, "not counted without Valgrind.")
            : !grading->has_valgrind
                ? not_counted(verdict->exercise,
                              "Valgrind, which counts, is not installed; make setup installs it.")
                : count(grading, all, verdict->exercise);
    }
}
