/* Softmax cross-entropy from logits. The header says what each function must do. */
#include "kernels/naive/softmax_cross_entropy.h"

#include <tgmath.h>

static real log_of_sum(size_t classes, const real *logit)
{
    real peak = logit[0], total = 0;
    for (size_t k = 1; k < classes; ++k) {
        peak = fmax(peak, logit[k]);
    }
    for (size_t k = 0; k < classes; ++k) {
        total += exp(logit[k] - peak);
    }
    return peak + log(total);
}

static real importance(const real *weight, real label)
{
    return weight == NULL ? (real)1 : weight[(size_t)label];
}

static real all_importance(size_t n, const real *y, const real *weight)
{
    real total = 0;
    for (size_t row = 0; row < n; ++row) {
        total += importance(weight, y[row]);
    }
    return total;
}

real softmax_cross_entropy_forward(size_t n, size_t classes, const real *z /* (n,classes) */,
                                   const real *y /* (n) */, const real *weight /* (classes) */)
{
    real mean = 0, whole = all_importance(n, y, weight);
    for (size_t row = 0; row < n; ++row) {
        const real *logit = z + row * classes;
        real log_p = logit[(size_t)y[row]] - log_of_sum(classes, logit);
        mean -= importance(weight, y[row]) / whole * log_p;
    }
    return mean;
}

void softmax_cross_entropy_backward(size_t n, size_t classes, const real *z /* (n,classes) */,
                                    const real *y /* (n) */, const real *weight /* (classes) */,
                                    real dloss, real *dz /* (n,classes) */)
{
    real whole = all_importance(n, y, weight);
    for (size_t row = 0; row < n; ++row) {
        const real *logit = z + row * classes;
        real part = dloss * importance(weight, y[row]) / whole, level = log_of_sum(classes, logit);
        for (size_t k = 0; k < classes; ++k) {
            dz[row * classes + k] += part * exp(logit[k] - level);
        }
        dz[row * classes + (size_t)y[row]] -= part;
    }
}
