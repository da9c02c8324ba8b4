/* optim/schedule.h: the learning rate of each step of a training run.
 *
 * A schedule is only numbers, and its rate a function of the step's number alone, counted from 0: a
 * run that goes on from a checkpoint needs nothing but the number of steps taken.
 *
 *     optimizer.settings.rate = schedule_rate(&schedule, optimizer.steps);
 *     optimizer_step(&optimizer);
 *
 * With s the steps since the warm-up:
 *
 *     constant   rate
 *     step       rate factor^k,  k = s / period rounded down       falls every `period` steps
 *     cosine     last + (rate - last) (1 + cos(pi s / period)) / 2,  from s = period on: last
 *
 * Warm-up: step t < warmup takes (t + 1) / warmup of the rate: it grows along a line from
 * rate / warmup to rate. Then the schedule begins, with s = 0.
 *
 * Sources: cosine: I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts",
 * 2017, equation 5 (here without a restart); warm-up: P. Goyal et al., "Accurate, large minibatch
 * SGD: training ImageNet in 1 hour", 2017, section 2.2.
 */
#ifndef DESCENT_OPTIM_SCHEDULE_H
#define DESCENT_OPTIM_SCHEDULE_H

#include "base/message.h"
#include "base/real.h"

#include <stddef.h>

enum schedule_kind {
    schedule_constant,
    schedule_step,
    schedule_cosine,
    schedule_kinds,
};

struct schedule {
    enum schedule_kind kind;
    real rate;     /* learning rate where the schedule begins, > 0 */
    size_t warmup; /* steps, 0 for none */
    size_t period; /* steps, at least 1. step: between two falls; cosine: the whole way down */
    real factor;   /* step: what a fall leaves of the rate, 0.1 for a tenth */
    real last;     /* cosine: the rate at its end, 0 to rate */
};

/* The learning rate of step 0, 1, ... Panics when a step or cosine schedule has period 0. */
real schedule_rate(const struct schedule *schedule, size_t step);

/* "cosine"; what the options of programs say. */
const char *schedule_name(enum schedule_kind kind);

/* The kind of this name. Returns 0, or -1 and says which names there are. */
int schedule_find(const char *name, enum schedule_kind *kind, struct message *why);

#endif
