/* kernels/fast/blas.h: OpenBLAS, where it is installed: it multiplies large matrices where it is faster
 * than our own loops (kernels/fast/loops/fast_product.c), and is what benchmarks compare them with.
 *
 * The library is looked for when the program runs; nothing needs it to be built or linked. Without it
 * the fast backend's own loops multiply. A program that wants it loads it at its start:
 *
 *     struct message why;
 *     if (blas_load(&why) != 0) {
 *         fprintf(stderr, "%s\n", why.text);
 *     }
 *
 * This is the one file that knows BLAS's names for float and double. What blas_load finds is kept for
 * the whole process: a kernel has no argument through which it could get it. Programs that must load
 * nothing, the grader's workers, are linked with another file of these functions instead
 * (autograder/worker/no_blas.c).
 */
#ifndef DESCENT_KERNELS_FAST_BLAS_H
#define DESCENT_KERNELS_FAST_BLAS_H

#include "base/message.h"
#include "kernels/fast/product.h"

#include <stdbool.h>

/* Loads OpenBLAS, for one thread and with its kernels for this processor, unless the environment says
 * otherwise (OPENBLAS_NUM_THREADS, OPENBLAS_CORETYPE). To be called before the program starts threads.
 * Returns 0, or -1 and says why not; a second call changes nothing. */
int blas_load(struct message *why);

/* What multiplies: "OpenBLAS 0.3.21, kernels for SkylakeX, threads: 1", or "no OpenBLAS". */
struct message blas_describe(void);

/* Multiplies with OpenBLAS. Returns false, having done nothing, when it is not loaded or a size does not
 * fit an int. */
bool blas_multiply(const struct product *product);

#endif
