/* kernels/fast/fast.h: the kernels that training runs with.
 *
 * The loops in fast/loops are compiled once for each of a few instruction sets; the program takes the
 * best one that the processor has when it runs. Where our products are not the faster ones (no fused
 * multiply-add, or arm64), large ones go to OpenBLAS when blas_load (kernels/fast/blas.h) has found it.
 * threads_start (kernels/fast/threads.h) lets several threads share the work.
 */
#ifndef DESCENT_KERNELS_FAST_FAST_H
#define DESCENT_KERNELS_FAST_FAST_H

#include "kernels/backend.h"

/* The best kernels for the processor that the program finds itself on; naive_backend's where a
 * kernel has no fast twin. */
struct backend fast_backend(void);

/* The loops for one instruction set. */
struct fast_loops {
    const char *instructions;    /* "x86-64-v3" */
    const struct backend *loops; /* NULL where a kernel has none */
};

enum { fast_loops_max = 3 };

/* Lists the sets that this processor can run, the best first, and returns how many they are. The last
 * is what every processor of its kind has. For tests and benchmarks. */
size_t fast_loops_here(struct fast_loops here[fast_loops_max]);

/* A backend of these loops, naive_backend's kernels where there is none. */
struct backend fast_backend_of(const struct backend *loops);

#endif
