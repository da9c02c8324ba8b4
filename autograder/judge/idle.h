/* judge/idle.h: tells a program that waits for nothing from one that computes, however slowly.
 *
 * A program is idle while it, its threads and its descendants are all asleep and none of them has
 * run since the last look. Where nobody has anything more to send it, it will be so for ever. How
 * loaded the machine is makes no difference: what is to compute is not asleep while it waits for its
 * turn, nor is what waits for a disk or was stopped.
 */
#ifndef DESCENT_JUDGE_IDLE_H
#define DESCENT_JUDGE_IDLE_H

#include <stdint.h>
#include <sys/types.h>

/* {0} before the first look. */
struct idle {
    double since;  /* s, as clock_now tells; 0 when it was not idle */
    uint64_t runs; /* a sum over which threads there were and how often each had run */
};

/* Looks at the process. Returns for how many seconds it has been idle: 0 when it is not, or when
 * /proc does not tell. */
double idle_look(struct idle *idle, pid_t pid);

#endif
