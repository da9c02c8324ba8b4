/* tests/cuda/philox_numbers.h: the device's generator as it is, for its test. */
#ifndef DESCENT_TESTS_CUDA_PHILOX_NUMBERS_H
#define DESCENT_TESTS_CUDA_PHILOX_NUMBERS_H

#include "kernels/cuda/launch.h"

/* out[i] = the four numbers of counter[i] under key[i]. */
C_LINKAGE void philox_numbers(size_t count, const unsigned *counter /* (count,4) */,
                              const unsigned *key /* (count,2) */, unsigned *out /* (count,4) */);

#endif
