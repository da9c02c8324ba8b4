/* kernels/cuda/open.h: what build/cuda/descent_cuda.so shows to the outside: one function.
 *
 * Everything of CUDA is in that shared object, its runtime too. A program has no need of it to be built or to run, and
 * looks for it only when it is asked for the GPU (kernels/cuda/load.h).
 */
#ifndef DESCENT_KERNELS_CUDA_OPEN_H
#define DESCENT_KERNELS_CUDA_OPEN_H

#include "base/message.h"

struct backend;

/* Finds the first GPU; its backend has a device (kernels/device.h). Returns 0, or -1 and says
 * in a line why none can be had (find.h). */
int descent_cuda_open(const struct backend **backend, struct message *why);

/* A pointer to it, and its name for dlsym. */
typedef int descent_cuda_opener(const struct backend **backend, struct message *why);
#define DESCENT_CUDA_OPEN "descent_cuda_open"

#endif
