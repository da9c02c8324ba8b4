/* Binary cross-entropy from logits. The header says what each function must do. */
#include "kernels/naive/binary_cross_entropy.h"

#include "base/todo.h"

#include <tgmath.h>

real binary_cross_entropy_forward(size_t count, const real *logits /* (count) */,
                                  const real *y /* (count) */)
{
    real sum = 0;
    for (size_t i = 0; i < count; i++) {
        /* -y log p - (1 - y) log(1 - p) = log(1 + exp(z)) - y z, and log(1 + exp(z)) is
         * max(z, 0) + log(1 + exp(-|z|)): exp cannot overflow, log1p keeps small values */
        const real z = logits[i];
        sum += (z > 0 ? z : 0) - y[i] * z + log1p(exp(-fabs(z)));
    }
    return sum / (real)count;
}

void binary_cross_entropy_backward(size_t count, const real *logits /* (count) */,
                                   const real *y /* (count) */, real dloss,
                                   real *dlogits /* (count) */)
{
    /* the derivative of log(1 + exp(z)) - y z by z is sigmoid(z) - y */
    const real scale = dloss / (real)count;
    for (size_t i = 0; i < count; i++) {
        const real small = exp(-fabs(logits[i]));
        const real p = (logits[i] >= 0 ? 1 : small) / (1 + small);
        dlogits[i] += scale * (p - y[i]);
    }
}
