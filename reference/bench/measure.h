/* bench/measure.h: what the benchmarks share: the median, and what was asked of malloc. */
#ifndef DESCENT_BENCH_MEASURE_H
#define DESCENT_BENCH_MEASURE_H

#include <stddef.h>

/* The middle one; sorts the values. */
double median(double *values /* (count) */, size_t count);

/* How often this process has called malloc, calloc, realloc or an aligned one of them so far. */
size_t malloc_calls(void);

/* How many bytes these calls wanted. */
size_t malloc_bytes(void);

#endif
