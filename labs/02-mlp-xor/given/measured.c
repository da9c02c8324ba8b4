#include "02-mlp-xor/given/measured.h"

#include <stdio.h>
#include <tgmath.h>

const real measured_epsilon = (real)1 / 128;

/* The loss with one coefficient moved, which is then put back. */
static real loss_beside(const struct objective *objective, real *coefficients, size_t i, real move)
{
    const real kept = coefficients[i];
    coefficients[i] += move;
    const real loss = loss_at(objective, coefficients);
    coefficients[i] = kept;
    return loss;
}

void measured_gradient(const struct objective *objective, size_t count, real *coefficients,
                       real *gradient)
{
    for (size_t i = 0; i < count; i++) {
        const real above = loss_beside(objective, coefficients, i, measured_epsilon);
        const real below = loss_beside(objective, coefficients, i, -measured_epsilon);
        gradient[i] = (above - below) / (2 * measured_epsilon);
    }
}

struct measured_verdict measured_verdict(size_t count, const real *computed, const real *measured)
{
    real apart = 0, largest = 0;
    for (size_t i = 0; i < count; i++) {
        apart = fmax(apart, fabs(computed[i] - measured[i]));
        largest = fmax(largest, fabs(measured[i]));
    }
    struct measured_verdict verdict = {"they agree"};
    if (!(apart <= largest / 200)) {
        snprintf(verdict.text, sizeof verdict.text, "they DIFFER by up to %.3g", (double)apart);
    }
    return verdict;
}
