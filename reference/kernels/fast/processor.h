/* kernels/fast/processor.h: what the processor that the program runs on can do.
 *
 * The levels are those of the x86-64 psABI: v3 is AVX2 with fused multiply-add, v4 is AVX-512. On other
 * processors both answers are no. Valgrind knows no AVX-512 and hides it: the same program finds v3
 * there.
 */
#ifndef DESCENT_KERNELS_FAST_PROCESSOR_H
#define DESCENT_KERNELS_FAST_PROCESSOR_H

#include <stdbool.h>

bool processor_has_v3(void);
bool processor_has_v4(void);

#endif
