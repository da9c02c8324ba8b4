/* grade/gpu.h: a student's own kernels, once more, on the GPU of their machine.
 *
 * Points come from the emulator alone. Where a GPU is, what has passed is run there in the same cases, in a process of
 * its own, and what it answers otherwise is told beside the points. What others handed in is never run there: nothing
 * would confine it.
 */
#ifndef DESCENT_GRADE_GPU_H
#define DESCENT_GRADE_GPU_H

#include "grade/grading.h"

/* Sets `gpu` in the verdicts of kernels that have passed: {"ran": false, "text": why there is no GPU}, or {"ran": true,
 * "same": whether all was right there, too, "text": in words}. */
void gpu_add(const struct grading *grading, struct lab_verdicts *all);

#endif
