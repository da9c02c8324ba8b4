/* kernels/fast/fast.h: the kernels that training runs with. */
#ifndef DESCENT_KERNELS_FAST_FAST_H
#define DESCENT_KERNELS_FAST_FAST_H

#include "kernels/backend.h"

/* The best kernels for the processor that the program finds itself on. Large products go to OpenBLAS
 * when blas_load (kernels/fast/blas.h) has found it, else to loops of our own. */
struct backend fast_backend(void);

#endif
