/* common/measured.h: a gradient measured, to be set beside the one that backward functions compute.
 *
 *     gradient[i]  ~  (L(c with epsilon added to c[i]) - L(c with epsilon taken off)) / (2 epsilon)
 *
 * The central difference: its error shrinks with the square of epsilon, that of lab 01's forward
 * difference with epsilon itself.
 */
#ifndef DESCENT_LABS_COMMON_MEASURED_H
#define DESCENT_LABS_COMMON_MEASURED_H

#include "autograd/objective.h"
#include "base/real.h"

#include <stdbool.h>
#include <stddef.h>

/* A power of 2, so that a float holds 1000 with it added exactly. */
extern const real measured_epsilon;

/* Writes every element of gradient; the coefficients are as before when it returns. */
void measured_gradient(const struct objective *objective, size_t count,
                       real *coefficients /* (count) */, real *gradient /* (count) */);

/* "they agree", or "they DIFFER by up to 0.5", when a difference is more than 1/200 of the largest
 * element. The text is held in the returned struct. */
struct measured_verdict {
    bool agree;
    char text[64];
};
struct measured_verdict measured_verdict(size_t count, const real *computed /* (count) */,
                                         const real *measured /* (count) */);

#endif
