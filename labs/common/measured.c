#include "common/measured.h"

#include "autograd/rate_of_change.h"

#include <stdio.h>
#include <tgmath.h>

const real measured_epsilon = (real)1 / 128;

/* Lab 01's forward difference to one side and to the other: their mean is the central one. */
void measured_gradient(const struct objective *objective, size_t count, real *coefficients,
                       real *gradient)
{
    real below[count];
    rate_of_change(objective, count, coefficients, measured_epsilon, gradient);
    rate_of_change(objective, count, coefficients, -measured_epsilon, below);
    for (size_t i = 0; i < count; i++) {
        gradient[i] = (gradient[i] + below[i]) / 2;
    }
}

struct measured_verdict measured_verdict(size_t count, const real *computed, const real *measured)
{
    real apart = 0, largest = 0;
    for (size_t i = 0; i < count; i++) {
        apart = fmax(apart, fabs(computed[i] - measured[i]));
        largest = fmax(largest, fabs(measured[i]));
    }
    struct measured_verdict verdict = {apart <= largest / 200, "they agree"};
    if (!verdict.agree) {
        snprintf(verdict.text, sizeof verdict.text, "they DIFFER by up to %.3g", (double)apart);
    }
    return verdict;
}
