/* data/made_targets.h: functions for a network to fit, with a part for every size of network.
 *
 * The curve, on [-1, 1], with u = x + 1/2:
 *
 *     f(x) = -2 u                     u < 0    a straight ramp from f(-1) = 1 down to 0
 *     f(x) = 2/3 u cos(3 pi u)        u >= 0   waves that grow, each 2/3 wide, up to f(1) = 0
 *
 * It is continuous, has a kink at x = -1/2, where its slope jumps from -2 to 2/3, and takes values
 * in [-0.671, 1]. The kink and the small waves beside it need more hidden units than the ramp and the
 * large waves.
 *
 * The surface, on [-1, 1] x [-1, 1], is the same curve turned about the origin, with x = -1 in the
 * centre and x = 1 in the four corners:
 *
 *     g(x1, x2) = f(sqrt(2 (x1^2 + x2^2)) - 1)
 *
 * a cone of height 1, a circular kink at radius sqrt(1/8) = 0.354, and waves in rings about it. So
 * what a network needs more for the surface is due to the second input alone.
 *
 * Both are our own.
 */
#ifndef DESCENT_DATA_MADE_TARGETS_H
#define DESCENT_DATA_MADE_TARGETS_H

#include "base/pcg32.h"
#include "base/real.h"

#include <stddef.h>

/* f(x), for -1 <= x <= 1. */
real made_curve_at(real x);

/* g(x1, x2), for -1 <= x1, x2 <= 1. */
real made_surface_at(real x1, real x2);

/* The rows of a struct samples with out = 1: inputs from U(-1, 1), targets y = f(x) or g(x1, x2) plus
 * a number from U(-noise, noise). noise >= 0; with 0 the targets lie on the function, and another
 * noise moves the same points. No fit of noisy targets is better on new rows than the function
 * itself: its mean squared error is noise^2 / 3. The first rows are the same whatever the count. */
void made_curve(size_t count, real noise, struct pcg32 *generator, real *x /* (count,1) */,
                real *y /* (count,1) */);
void made_surface(size_t count, real noise, struct pcg32 *generator, real *x /* (count,2) */,
                  real *y /* (count,1) */);

#endif
