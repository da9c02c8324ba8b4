/* Batch normalisation: the formulas of kernels/naive/batch_norm.c, a block of features at a time: their
 * values stand side by side, so that sums over the batch are taken for all of them at once. Each sum is
 * taken in the naive kernel's order. */
#include "kernels/naive/batch_norm.h"

#include "kernels/fast/loops/fast_loops.h"

#include <tgmath.h>

enum { block = 64 };

/* Mean, and the sum of the squares of what is left without it, of `length` columns of x. */
static void statistics(size_t n, size_t features, size_t length, const real *x /* (n,features) */,
                       real *restrict mean /* (length) */, real *restrict squares /* (length) */)
{
    for (size_t j = 0; j < length; j++) {
        mean[j] = squares[j] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < length; j++) {
            mean[j] += x[i * features + j];
        }
    }
    for (size_t j = 0; j < length; j++) {
        mean[j] /= (real)n;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < length; j++) {
            const real difference = x[i * features + j] - mean[j];
            squares[j] += difference * difference;
        }
    }
}

void fast_batch_norm_train(const struct batch_norm *norm, size_t n,
                           const real *x /* (n,features) */, real *restrict xhat /* (n,features) */,
                           real *restrict deviation /* (features) */,
                           real *restrict y /* (n,features) */)
{
    const size_t features = norm->features;
    const real share = norm->momentum, rows = (real)n, fewer = (real)(n > 1 ? n - 1 : 1);
    for (size_t start = 0; start < features; start += block) {
        const size_t length = features - start < block ? features - start : block;
        const real *const gamma = norm->gamma + start, *const beta = norm->beta + start;
        real *restrict const running_mean = norm->running_mean + start;
        real *restrict const running_variance = norm->running_variance + start;
        real *restrict const root = deviation + start;
        real mean[block], squares[block];
        statistics(n, features, length, x + start, mean, squares);
        for (size_t j = 0; j < length; j++) {
            root[j] = sqrt(squares[j] / rows + norm->epsilon);
            running_mean[j] = (1 - share) * running_mean[j] + share * mean[j];
            running_variance[j] = (1 - share) * running_variance[j] + share * (squares[j] / fewer);
        }
        for (size_t i = 0; i < n; i++) {
            const size_t row = i * features + start;
            for (size_t j = 0; j < length; j++) {
                xhat[row + j] = (x[row + j] - mean[j]) / root[j];
                y[row + j] = gamma[j] * xhat[row + j] + beta[j];
            }
        }
    }
}

void fast_batch_norm_evaluate(const struct batch_norm *norm, size_t n,
                              const real *x /* (n,features) */, real *restrict y /* (n,features) */)
{
    const size_t features = norm->features;
    for (size_t start = 0; start < features; start += block) {
        const size_t length = features - start < block ? features - start : block;
        const real *const gamma = norm->gamma + start, *const beta = norm->beta + start;
        const real *const mean = norm->running_mean + start;
        real root[block];
        for (size_t j = 0; j < length; j++) {
            root[j] = sqrt(norm->running_variance[start + j] + norm->epsilon);
        }
        for (size_t i = 0; i < n; i++) {
            const size_t row = i * features + start;
            for (size_t j = 0; j < length; j++) {
                y[row + j] = gamma[j] * ((x[row + j] - mean[j]) / root[j]) + beta[j];
            }
        }
    }
}

void fast_batch_norm_backward(const struct batch_norm *norm, size_t n,
                              const real *xhat /* (n,features) */,
                              const real *deviation /* (features) */,
                              const real *dy /* (n,features) */,
                              real *restrict dx /* (n,features) */,
                              real *restrict dgamma /* (features) */,
                              real *restrict dbeta /* (features) */)
{
    const size_t features = norm->features;
    const real rows = (real)n;
    for (size_t start = 0; start < features; start += block) {
        const size_t length = features - start < block ? features - start : block;
        real sum[block] = {0}, along[block] = {0}; /* of dy, and of dy xhat */
        for (size_t i = 0; i < n; i++) {
            const size_t row = i * features + start;
            for (size_t j = 0; j < length; j++) {
                sum[j] += dy[row + j];
                along[j] += dy[row + j] * xhat[row + j];
            }
        }
        real scale[block];
        for (size_t j = 0; j < length; j++) {
            dbeta[start + j] += sum[j];
            dgamma[start + j] += along[j];
            scale[j] = norm->gamma[start + j] / deviation[start + j];
            sum[j] /= rows;
        }
        for (size_t i = 0; i < n; i++) {
            const size_t row = i * features + start;
            for (size_t j = 0; j < length; j++) {
                dx[row + j] += scale[j] * (dy[row + j] - sum[j] - xhat[row + j] * along[j] / rows);
            }
        }
    }
}
