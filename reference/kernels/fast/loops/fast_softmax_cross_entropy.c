/* Softmax cross-entropy from logits: the formulas of kernels/naive/softmax_cross_entropy.c with an exp
 * that vectorises. A row's exponentials are computed a block at a time and then added in order. */
#include "kernels/fast/loops/fast_exp.h"
#include "kernels/fast/loops/fast_loops.h"

#include <tgmath.h>

enum { block = 128 };

static real largest_of(size_t count, const real *z /* (count) */)
{
    real largest = z[0];
    for (size_t c = 1; c < count; c++) {
        largest = z[c] > largest ? z[c] : largest;
    }
    return largest;
}

/* exp(z - largest) of up to a block of logits. */
static void exponentials_of(size_t count, const real *z /* (count) */, real largest,
                            real *restrict out /* (count) */)
{
    for (size_t c = 0; c < count; c++) {
        out[c] = exp_of_negative(z[c] - largest);
    }
}

/* The sum of exp(z - largest). */
static real sum_of_exponentials(size_t count, const real *z /* (count) */, real largest)
{
    real sum = 0;
    for (size_t start = 0; start < count; start += block) {
        const size_t length = count - start < block ? count - start : block;
        real term[block];
        exponentials_of(length, z + start, largest, term);
        for (size_t c = 0; c < length; c++) {
            sum += term[c];
        }
    }
    return sum;
}

real fast_softmax_cross_entropy_forward(size_t n, size_t classes, const real *z /* (n,classes) */,
                                        const real *y /* (n) */, const real *weight /* (classes) */)
{
    real sum = 0, weights = 0;
    for (size_t i = 0; i < n; i++) {
        const real *const row = z + i * classes;
        const size_t truth = (size_t)y[i];
        const real largest = largest_of(classes, row);
        const real exponentials = sum_of_exponentials(classes, row, largest);
        const real counts = weight ? weight[truth] : 1;
        sum += counts * (log(exponentials) + (largest - row[truth]));
        weights += counts;
    }
    return sum / weights;
}

/* dz += scale exp(z - largest) / sum. A row may be longer than a block, so its exponentials are computed
 * again rather than kept. */
static void add_softmax(size_t count, const real *z /* (count) */, real largest, real sum,
                        real scale, real *restrict dz /* (count) */)
{
    for (size_t start = 0; start < count; start += block) {
        const size_t length = count - start < block ? count - start : block;
        real term[block];
        exponentials_of(length, z + start, largest, term);
        for (size_t c = 0; c < length; c++) {
            dz[start + c] += scale * (term[c] / sum);
        }
    }
}

void fast_softmax_cross_entropy_backward(size_t n, size_t classes, const real *z /* (n,classes) */,
                                         const real *y /* (n) */,
                                         const real *weight /* (classes) */, real dloss,
                                         real *restrict dz /* (n,classes) */)
{
    real weights = 0;
    for (size_t i = 0; i < n; i++) {
        weights += weight ? weight[(size_t)y[i]] : 1;
    }
    for (size_t i = 0; i < n; i++) {
        const real *const row = z + i * classes;
        const size_t truth = (size_t)y[i];
        const real largest = largest_of(classes, row);
        const real exponentials = sum_of_exponentials(classes, row, largest);
        const real scale = dloss * (weight ? weight[truth] : 1) / weights;
        add_softmax(classes, row, largest, exponentials, scale, dz + i * classes);
        dz[i * classes + truth] -= scale;
    }
}
