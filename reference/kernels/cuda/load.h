/* kernels/cuda/load.h: the GPU, when it is asked for and there is one.
 *
 *     const struct backend *backend;
 *     struct message why;
 *     if (cuda_load(CUDA_LIBRARY, &backend, &why) == -1) {
 *         fprintf(stderr, "BACKEND=cuda: %s; leave BACKEND away to train on the CPU\n", why.text);
 *     }
 */
#ifndef DESCENT_KERNELS_CUDA_LOAD_H
#define DESCENT_KERNELS_CUDA_LOAD_H

#include "base/message.h"

struct backend;

/* Where make puts it, seen from the kit's folder. */
#define CUDA_LIBRARY "build/cuda/descent_cuda.so"

/* Loads the shared object and opens the device (kernels/cuda/open.h). Returns 0, or -1 and says in a line which of these
 * is missing: the object, something in it, the driver, the device. What was loaded stays until the program ends. */
int cuda_load(const char *path, const struct backend **backend, struct message *why);

#endif
