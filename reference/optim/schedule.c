#include "optim/schedule.h"

#include <string.h>
#include <tgmath.h>

static const char *const names[schedule_kinds] = {
    [schedule_constant] = "constant",
    [schedule_step] = "step",
    [schedule_cosine] = "cosine",
};

const char *schedule_name(enum schedule_kind kind)
{
    return names[kind];
}

int schedule_find(const char *name, enum schedule_kind *kind, struct message *why)
{
    for (enum schedule_kind i = schedule_constant; i < schedule_kinds; i++) {
        if (strcmp(names[i], name) == 0) {
            *kind = i;
            return 0;
        }
    }
    return message_set(why, "expected constant, step or cosine, found '%s'", name);
}

static real step_rate(const struct schedule *schedule, size_t since)
{
    return schedule->rate * pow(schedule->factor, (real)(since / schedule->period));
}

static real cosine_rate(const struct schedule *schedule, size_t since)
{
    if (since >= schedule->period) {
        return schedule->last;
    }
    const real angle = (real)M_PI * (real)since / (real)schedule->period;
    return schedule->last + (schedule->rate - schedule->last) * (1 + cos(angle)) / 2;
}

real schedule_rate(const struct schedule *schedule, size_t step)
{
    if (schedule->kind != schedule_constant && schedule->period == 0) {
        panic("schedule_rate: a %s schedule has a period of 0 steps", names[schedule->kind]);
    }
    if (step < schedule->warmup) {
        return schedule->rate * (real)(step + 1) / (real)schedule->warmup;
    }
    const size_t since = step - schedule->warmup;
    switch (schedule->kind) {
    case schedule_step:
        return step_rate(schedule, since);
    case schedule_cosine:
        return cosine_rate(schedule, since);
    default:
        return schedule->rate;
    }
}
