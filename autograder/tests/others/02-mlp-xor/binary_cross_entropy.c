/* Binary cross-entropy from logits. The header says what each function must do. */
#include "kernels/naive/binary_cross_entropy.h"

#include <tgmath.h>

/* log(1 + e^v): the part of v above 0 taken out, so that e^ never gets anything positive */
static real soft_ramp(real v)
{
    real straight = v > 0 ? v : 0;
    return straight + log1p(exp(-fabs(v)));
}

/* its slope: how likely the answer yes is */
static real yes(real v)
{
    real t = exp(v < 0 ? v : -v);
    return (v < 0 ? t : 1) / (1 + t);
}

real binary_cross_entropy_forward(size_t count, const real *logits /* (count) */,
                                  const real *y /* (count) */)
{
    real surprise = 0;
    for (size_t k = 0; k < count; ++k) {
        /* yes with weight y, no with weight 1 - y */
        surprise += y[k] * soft_ramp(-logits[k]) + (1 - y[k]) * soft_ramp(logits[k]);
    }
    return surprise / (real)count;
}

void binary_cross_entropy_backward(size_t count, const real *logits /* (count) */,
                                   const real *y /* (count) */, real dloss,
                                   real *dlogits /* (count) */)
{
    const real share = dloss / (real)count;
    for (size_t k = 0; k < count; ++k) {
        dlogits[k] += share * (yes(logits[k]) - y[k]);
    }
}
