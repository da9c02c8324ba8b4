/* Softmax cross-entropy from logits. The header says what each function must do. */
#include "kernels/naive/softmax_cross_entropy.h"

#include "base/todo.h"

#include <tgmath.h>

real softmax_cross_entropy_forward(size_t n, size_t classes, const real *z /* (n,classes) */,
                                   const real *y /* (n) */, const real *weight /* (classes) */)
{
    real sum = 0, weights = 0;
    for (size_t i = 0; i < n; i++) {
        const real *const row = z + i * classes;
        const size_t truth = (size_t)y[i];
        real largest = row[0], exponentials = 0;
        for (size_t c = 1; c < classes; c++) {
            largest = row[c] > largest ? row[c] : largest;
        }
        for (size_t c = 0; c < classes; c++) {
            exponentials += exp(row[c] - largest); /* at most 1 each, and one is 1 */
        }
        const real counts = weight ? weight[truth] : 1;
        sum += counts * (log(exponentials) + (largest - row[truth]));
        weights += counts;
    }
    return sum / weights;
}

void softmax_cross_entropy_backward(size_t n, size_t classes, const real *z /* (n,classes) */,
                                    const real *y /* (n) */, const real *weight /* (classes) */,
                                    real dloss, real *dz /* (n,classes) */)
{
    real weights = 0;
    for (size_t i = 0; i < n; i++) {
        weights += weight ? weight[(size_t)y[i]] : 1;
    }
    for (size_t i = 0; i < n; i++) {
        const real *const row = z + i * classes;
        const size_t truth = (size_t)y[i];
        real largest = row[0], exponentials = 0;
        for (size_t c = 1; c < classes; c++) {
            largest = row[c] > largest ? row[c] : largest;
        }
        for (size_t c = 0; c < classes; c++) {
            exponentials += exp(row[c] - largest);
        }
        /* of log(sum of exp(z)) - z[truth]: the softmax, and -1 for the truth */
        const real scale = dloss * (weight ? weight[truth] : 1) / weights;
        for (size_t c = 0; c < classes; c++) {
            const real p = exp(row[c] - largest) / exponentials;
            dz[i * classes + c] += scale * (p - (c == truth ? 1 : 0));
        }
    }
}
