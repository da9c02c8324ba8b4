/* Batch normalisation. The header says what each function must do. */
#include "kernels/naive/batch_norm.h"

#include <tgmath.h>

/* The sum of a b down one column; b is 1 where it is NULL. */
static real down(size_t n, size_t stride, const real *a, const real *b)
{
    real total = 0;
    for (size_t row = 0; row < n; ++row) {
        total += a[row * stride] * (b ? b[row * stride] : 1);
    }
    return total;
}

static void follow(real *running, real now, real share)
{
    *running += share * (now - *running);
}

void batch_norm_train(const struct batch_norm *norm, size_t n, const real *x /* (n,features) */,
                      real *xhat /* (n,features) */, real *deviation /* (features) */,
                      real *y /* (n,features) */)
{
    size_t wide = norm->features;
    for (size_t f = 0; f < wide; ++f) {
        real centre = down(n, wide, x + f, NULL) / (real)n;
        for (size_t row = 0; row < n; ++row) {
            xhat[row * wide + f] = x[row * wide + f] - centre;
        }
        real spread = down(n, wide, xhat + f, xhat + f);
        deviation[f] = sqrt(norm->epsilon + spread / (real)n);
        for (size_t row = 0; row < n; ++row) {
            xhat[row * wide + f] /= deviation[f];
            y[row * wide + f] = norm->beta[f] + norm->gamma[f] * xhat[row * wide + f];
        }
        follow(&norm->running_mean[f], centre, norm->momentum);
        follow(&norm->running_variance[f], n == 1 ? spread : spread / (real)(n - 1),
               norm->momentum);
    }
}

void batch_norm_evaluate(const struct batch_norm *norm, size_t n, const real *x /* (n,features) */,
                         real *y /* (n,features) */)
{
    for (size_t k = 0; k < n * norm->features; ++k) {
        size_t f = k % norm->features;
        real slope = norm->gamma[f] / sqrt(norm->running_variance[f] + norm->epsilon);
        y[k] = slope * x[k] + (norm->beta[f] - slope * norm->running_mean[f]);
    }
}

void batch_norm_backward(const struct batch_norm *norm, size_t n,
                         const real *xhat /* (n,features) */,
                         const real *deviation /* (features) */, const real *dy /* (n,features) */,
                         real *dx /* (n,features) */, real *dgamma /* (features) */,
                         real *dbeta /* (features) */)
{
    size_t wide = norm->features;
    for (size_t f = 0; f < wide; ++f) {
        real plain = down(n, wide, dy + f, NULL), tilted = down(n, wide, dy + f, xhat + f);
        for (size_t row = 0; row < n; ++row) {
            real others = plain + tilted * xhat[row * wide + f];
            dx[row * wide + f] +=
                norm->gamma[f] * ((real)n * dy[row * wide + f] - others) / ((real)n * deviation[f]);
        }
        dgamma[f] += tilted;
        dbeta[f] += plain;
    }
}
