/* data/made_points.h: points of the plane in two classes that no straight line separates.
 *
 * x is (count,2), a point a row, of about unit size, so that a network takes it as it is; y is
 * (count,1), the point's label, 0 or 1: a struct samples with in = 2 and out = 1.
 *
 * What the drawn sets, all but the first, have in common:
 * - They lie about the origin.
 * - Labels alternate 0 1 0 1 ...: the first n rows are balanced, to one, for every n, and they are
 *   the same rows whatever the count.
 * - noise >= 0 is a distance, not a standard deviation: each coordinate is moved by a number from
 *   U(-noise, noise). Another noise moves the same points; with 0 they lie on the formula's curve or
 *   area. At each set stands below which noise the classes keep apart, so that a network can learn
 *   to tell them apart without one error; with more they may overlap.
 * - Nothing can fail, and every element of x and y is written.
 */
#ifndef DESCENT_DATA_MADE_POINTS_H
#define DESCENT_DATA_MADE_POINTS_H

#include "base/pcg32.h"
#include "base/real.h"

#include <stddef.h>

/* The exclusive or: label 1 where the two inputs differ. Nothing is drawn; the rows are
 *
 *     x  (0,0)  (0,1)  (1,0)  (1,1)        y  0  1  1  0
 *
 * M. Minsky and S. Papert, "Perceptrons", 1969: what a single layer cannot learn. */
void made_xor(real *x /* (4,2) */, real *y /* (4,1) */);

/* Two half circles of radius 1 that reach into each other; each is the other turned by half a turn:
 *
 *     label 0: ( cos t - 1/2,  sin t - 1/4),   t in U(0, pi)
 *     label 1: (-cos t + 1/2, -sin t + 1/4)
 *
 * x1 in [-1.5, 1.5], x2 in [-0.75, 0.75]. The classes are 1/2 apart: apart with noise below 0.17.
 * scikit-learn's make_moons, centred: there t goes in even steps, and the noise is Gaussian. */
void made_moons(size_t count, real noise, struct pcg32 *generator, real *x /* (count,2) */,
                real *y /* (count,1) */);

/* Two arms that wind about the origin; each is the other turned by half a turn:
 *
 *     label 0:  r (cos a, sin a),   a = 2 pi turns r,   r in [0.1, 1], r^2 in U(0.01, 1)
 *     label 1: -r (cos a, sin a)
 *
 * r^2, not r, is uniform: the points lie about as close together at the rim as within. turns > 0
 * says how difficult it is: 1 is for a small network, 3 is what Lang and Witbrock set. The arms are
 * 0.2 apart up to 2 turns, 0.15 at 3: apart with noise below 0.07 and 0.05.
 * K. Lang and M. Witbrock, "Learning to Tell Two Spirals Apart", Proceedings of the 1988
 * Connectionist Models Summer School; there the points go in even steps of the angle. */
void made_spirals(size_t count, real turns, real noise, struct pcg32 *generator,
                  real *x /* (count,2) */, real *y /* (count,1) */);

/* A disc in a ring, each filled evenly:
 *
 *     label 0: r (cos a, sin a),   r in [0.7, 1], r^2 in U(0.49, 1),   a in U(0, 2 pi)
 *     label 1: r (cos a, sin a),   r in [0, 0.5], r^2 in U(0, 0.25)
 *
 * The classes are 0.2 apart: apart with noise below 0.07. With x1^2 and x2^2 as inputs a straight
 * line separates them. Labels as in scikit-learn's make_circles, which draws two thin circles. */
void made_circles(size_t count, real noise, struct pcg32 *generator, real *x /* (count,2) */,
                  real *y /* (count,1) */);

#endif
