/* worker/kernel_machine.h: what a worker's kernels run on: the emulator, by which they are graded (emulated.c), or a GPU, on
 * which a student's own are run once more (on_gpu.c). Memory and copies are CUDA's own functions in both.
 */
#ifndef DESCENT_WORKER_KERNEL_MACHINE_H
#define DESCENT_WORKER_KERNEL_MACHINE_H

#include "worker/call.h"

#include <cuda_runtime.h>

/* Before a case. Its number "order" says in which threads and blocks run, where that can be chosen: 0 ascending, 1
 * descending, any other number a seed to shuffle by. */
void machine_begin(const struct call *call);

/* A new array that no kernel has written: where one leaves a number out, what was sent comes back. */
void machine_leave_unwritten(float *device, const float *sent, size_t count);

/* Behind the launch. Where something was wrong, the answer has the first of it: as texts "kind", "what" and "means", and
 * "line" or else "pc", 0 where it is not known; "other_pc" is the other thread's. */
void machine_report(const struct call *call);

/* Answers with "read" and "written", the bytes of global memory that the kernel moved, where they are counted. */
void machine_count_bytes(const struct call *call, const char *kernel);

#endif
