/* kernels/naive/batch_norm.h: batch normalisation: each feature gets mean 0 and variance 1 over the
 * batch, then a scale gamma and an offset beta of its own, which are learnt.
 *
 *     mean[j] = 1/n sum over i of x[i][j],   variance[j] = 1/n sum over i of (x[i][j] - mean[j])^2
 *     xhat[i][j] = (x[i][j] - mean[j]) / sqrt(variance[j] + epsilon)
 *     y[i][j] = gamma[j] xhat[i][j] + beta[j]
 *
 * In training the batch's own statistics are used, and the running ones follow them:
 *
 *     running <- (1 - momentum) running + momentum batch's
 *
 * with the batch's variance divided by n - 1 there (n when n is 1), as in PyTorch. In evaluation the
 * running statistics are used.
 * Source: S. Ioffe, C. Szegedy, "Batch normalization: accelerating deep network training by reducing
 * internal covariate shift", 2015, algorithm 1.
 */
#ifndef DESCENT_KERNELS_NAIVE_BATCH_NORM_H
#define DESCENT_KERNELS_NAIVE_BATCH_NORM_H

#include "base/real.h"

#include <stddef.h>

/* What a batch norm layer knows besides its inputs; all arrays are (features). */
struct batch_norm {
    size_t features;
    real epsilon, momentum;   /* usually 1e-5 and 0.1 */
    const real *gamma, *beta; /* learnt */
    real *running_mean, *running_variance;
};

/* Training: writes y (n,features), and xhat (n,features) and deviation (features), the root of
 * variance + epsilon, for the way back; moves the running statistics. */
void batch_norm_train(const struct batch_norm *norm, size_t n, const real *x /* (n,features) */,
                      real *xhat /* (n,features) */, real *deviation /* (features) */,
                      real *y /* (n,features) */);

/* Evaluation: writes y from the running statistics and changes nothing else. */
void batch_norm_evaluate(const struct batch_norm *norm, size_t n, const real *x /* (n,features) */,
                         real *y /* (n,features) */);

/* The way back from training: adds to dx, dgamma and dbeta. xhat and deviation are what
 * batch_norm_train wrote. */
void batch_norm_backward(const struct batch_norm *norm, size_t n,
                         const real *xhat /* (n,features) */,
                         const real *deviation /* (features) */, const real *dy /* (n,features) */,
                         real *dx /* (n,features) */, real *dgamma /* (features) */,
                         real *dbeta /* (features) */);

#endif
