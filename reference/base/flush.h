/* base/flush.h: numbers too small for full precision count as 0.
 *
 * Below about 1e-38 (float) a number keeps fewer and fewer digits: it is subnormal, and many processors
 * take many times as long for arithmetic on it. Adam's running means decay into that range wherever
 * a gradient is always 0 (a pixel that is never lit), and one of them that has got there can stay for
 * ever. Nothing that a network learns is that small.
 *
 * The setting belongs to a thread and is handed on to the threads that it starts from then on. So a
 * program calls it once, first thing in main(), and a thread pool that was there before, a library's,
 * in each of its threads:
 *
 *     int main(void)
 *     {
 *         flush_subnormals();
 *
 * The library itself does not call it. Checks and tests run without: there every number counts.
 */
#ifndef DESCENT_BASE_FLUSH_H
#define DESCENT_BASE_FLUSH_H

#include <stdbool.h>

/* From now on, in this thread, a subnormal result is 0 and a subnormal operand counts as 0. Returns
 * whether the processor can: x86-64 (the flags FTZ and DAZ) and arm64 (FZ). */
bool flush_subnormals(void);

/* Whether this thread flushes them. Found out by arithmetic, not from the flags. */
bool subnormals_are_flushed(void);

#endif
