/* bench/ceiling.h: how many operations a second the processor can do at most, measured.
 *
 * A loop of multiplications and additions alone, in registers, as many at a time as the instruction set
 * has and the units take: no product of matrices is faster. The instruction set is that of
 * fast_loops_here's first entry; a multiplication and an addition are two operations.
 */
#ifndef DESCENT_BENCH_CEILING_H
#define DESCENT_BENCH_CEILING_H

/* GFLOP/s of one thread, as float or as double: the fastest of 50 runs of 30 microseconds or more. */
double ceiling_measure(void);

/* The same loop as a canary: ten runs on each thread of kernels/fast/threads.h at once; GFLOP/s a thread. Far
 * below the ceiling, something else uses the processors, and what is measured beside it says little. */
double ceiling_canary(void);

#endif
