/* kernels/cuda/fill.h: one number into every element of an array, such as 0 into gradients before a step. */
#ifndef DESCENT_KERNELS_CUDA_FILL_H
#define DESCENT_KERNELS_CUDA_FILL_H

#include "kernels/cuda/launch.h"

/* Writes every element of x. */
C_LINKAGE void cuda_fill(size_t count, float number, float *x /* (count) */);

#endif
