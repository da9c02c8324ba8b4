/* Batch normalisation. The header says what each function must do. */
#include "kernels/naive/batch_norm.h"

#include "base/todo.h"

#include <tgmath.h>

void batch_norm_train(const struct batch_norm *norm, size_t n, const real *x /* (n,features) */,
                      real *xhat /* (n,features) */, real *deviation /* (features) */,
                      real *y /* (n,features) */)
{
    const size_t features = norm->features;
    for (size_t j = 0; j < features; j++) {
        real mean = 0, squares = 0;
        for (size_t i = 0; i < n; i++) {
            mean += x[i * features + j];
        }
        mean /= (real)n;
        for (size_t i = 0; i < n; i++) {
            const real difference = x[i * features + j] - mean;
            squares += difference * difference;
        }
        deviation[j] = sqrt(squares / (real)n + norm->epsilon);
        for (size_t i = 0; i < n; i++) {
            xhat[i * features + j] = (x[i * features + j] - mean) / deviation[j];
            y[i * features + j] = norm->gamma[j] * xhat[i * features + j] + norm->beta[j];
        }
        const real share = norm->momentum, unbiased = squares / (real)(n > 1 ? n - 1 : 1);
        norm->running_mean[j] = (1 - share) * norm->running_mean[j] + share * mean;
        norm->running_variance[j] = (1 - share) * norm->running_variance[j] + share * unbiased;
    }
}

void batch_norm_evaluate(const struct batch_norm *norm, size_t n, const real *x /* (n,features) */,
                         real *y /* (n,features) */)
{
    const size_t features = norm->features;
    for (size_t j = 0; j < features; j++) {
        const real deviation = sqrt(norm->running_variance[j] + norm->epsilon);
        for (size_t i = 0; i < n; i++) {
            const real xhat = (x[i * features + j] - norm->running_mean[j]) / deviation;
            y[i * features + j] = norm->gamma[j] * xhat + norm->beta[j];
        }
    }
}

void batch_norm_backward(const struct batch_norm *norm, size_t n,
                         const real *xhat /* (n,features) */,
                         const real *deviation /* (features) */, const real *dy /* (n,features) */,
                         real *dx /* (n,features) */, real *dgamma /* (features) */,
                         real *dbeta /* (features) */)
{
    const size_t features = norm->features;
    for (size_t j = 0; j < features; j++) {
        real sum = 0, along = 0; /* of dy, and of dy xhat */
        for (size_t i = 0; i < n; i++) {
            sum += dy[i * features + j];
            along += dy[i * features + j] * xhat[i * features + j];
        }
        dbeta[j] += sum;
        dgamma[j] += along;
        /* each x moves its own xhat, and through mean and variance all others */
        const real scale = norm->gamma[j] / deviation[j];
        for (size_t i = 0; i < n; i++) {
            dx[i * features + j] += scale * (dy[i * features + j] - sum / (real)n -
                                             xhat[i * features + j] * along / (real)n);
        }
    }
}
