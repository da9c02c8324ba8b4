/* kernels/cuda/batch_norm.h: batch normalisation on the device: naive/batch_norm.h's formulas.
 *
 *     xhat[i][j] = (x[i][j] - mean[j]) / deviation[j],   y[i][j] = gamma[j] xhat[i][j] + beta[j]
 *     dx[i][j] += gamma[j] / deviation[j] (dy[i][j] - (dbeta[j] + xhat[i][j] dgamma[j]) / n)
 *
 * with dbeta the sum of dy's rows, and dgamma that of dy xhat. A block has 32 features and all of their rows
 * (columns.h): it goes down them once for each sum, once more for what comes of it, and needs no other block. From
 * the second time on the numbers come from a cache, as long as n rows of 32 fit there. The same numbers always give
 * the same bits.
 *
 * The struct stands on the host; the arrays that it points to on the device.
 */
#ifndef DESCENT_KERNELS_CUDA_BATCH_NORM_H
#define DESCENT_KERNELS_CUDA_BATCH_NORM_H

#include "kernels/cuda/launch.h"
#include "kernels/naive/batch_norm.h"

/* Training: writes y, and for the way back xhat and deviation; moves the running statistics. */
C_LINKAGE void cuda_batch_norm_train(const struct batch_norm *norm, size_t n,
                                     const float *x /* (n,features) */,
                                     float *xhat /* (n,features) */,
                                     float *deviation /* (features) */,
                                     float *y /* (n,features) */);

/* Evaluation: writes y from the running statistics and changes nothing else. */
C_LINKAGE void cuda_batch_norm_evaluate(const struct batch_norm *norm, size_t n,
                                        const float *x /* (n,features) */,
                                        float *y /* (n,features) */);

/* Adds to dx, dgamma and dbeta. xhat and deviation are what cuda_batch_norm_train wrote. */
C_LINKAGE void cuda_batch_norm_backward(
    const struct batch_norm *norm, size_t n, const float *xhat /* (n,features) */,
    const float *deviation /* (features) */, const float *dy /* (n,features) */,
    float *dx /* (n,features) */, float *dgamma /* (features) */, float *dbeta /* (features) */);

#endif
