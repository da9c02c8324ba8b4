/* Binary cross-entropy from logits: the formulas of kernels/naive/binary_cross_entropy.c with an exp
 * and a log that vectorise. The terms are computed a block at a time and then added in order. */
#include "kernels/fast/loops/fast_exp.h"
#include "kernels/fast/loops/fast_loops.h"

#include <tgmath.h>

enum { block = 128 };

real fast_binary_cross_entropy_forward(size_t count, const real *logits /* (count) */,
                                       const real *y /* (count) */)
{
    real sum = 0;
    for (size_t start = 0; start < count; start += block) {
        const size_t length = count - start < block ? count - start : block;
        real term[block];
        for (size_t i = 0; i < length; i++) {
            const real z = logits[start + i];
            const real small = exp_of_negative(-fabs(z));
            term[i] = (z > 0 ? z : 0) - y[start + i] * z + log1p_of_unit(small);
        }
        for (size_t i = 0; i < length; i++) {
            sum += term[i];
        }
    }
    return sum / (real)count;
}

void fast_binary_cross_entropy_backward(size_t count, const real *logits /* (count) */,
                                        const real *y /* (count) */, real dloss,
                                        real *restrict dlogits /* (count) */)
{
    const real scale = dloss / (real)count;
    for (size_t i = 0; i < count; i++) {
        const real small = exp_of_negative(-fabs(logits[i]));
        const real p = (logits[i] >= 0 ? 1 : small) / (1 + small);
        dlogits[i] += scale * (p - y[i]);
    }
}
