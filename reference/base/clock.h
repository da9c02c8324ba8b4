/* base/clock.h: how long something takes. For progress, watchdogs and benchmarks: no result and no
 * verdict depends on it.
 */
#ifndef DESCENT_BASE_CLOCK_H
#define DESCENT_BASE_CLOCK_H

/* The time in seconds since some moment in the past. It never goes back, whatever becomes of the
 * date (CLOCK_MONOTONIC). */
double clock_now(void);

#endif
