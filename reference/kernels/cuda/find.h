/* kernels/cuda/find.h: whether there is a GPU, and if not, why. */
#ifndef DESCENT_KERNELS_CUDA_FIND_H
#define DESCENT_KERNELS_CUDA_FIND_H

#include "base/message.h"
#include "kernels/cuda/launch.h"

/* Returns 0 when the first GPU really can be had, or -1 and says in a line why not: no driver, one that is too old, no
 * device. Whatever the runtime answers, if it is not success there is no GPU. */
C_LINKAGE int cuda_find(struct message *why);

#endif
