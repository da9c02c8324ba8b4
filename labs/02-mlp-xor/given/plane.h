/* plane.h: points of the plane in two classes, and what a network says between them.
 *
 * With --product the network gets x0 x1 as a third input: points and grids have it, too.
 */
#ifndef DESCENT_LAB02_PLANE_H
#define DESCENT_LAB02_PLANE_H

#include "02-mlp-xor/given/learner.h"

/* The points of "xor", "moons" or "spirals", as the options want them, in the model's arena. */
struct samples plane_points(struct lab *lab, const char *set);

/* What a picture shows of the plane. */
struct window {
    real left, right, bottom, top;
};

/* A square window with all points and room around them. */
struct window plane_window(const struct samples *points);

enum { plane_grid = 81 }; /* places along each side of a window */

/* Where place number `place` of the grid, 0 .. plane_grid - 1, lies between the window's sides. */
real plane_along(real low, real high, size_t place);

/* The probability of label 1 at each place of the grid, line after line from the bottom, in the
 * model's arena. */
real *plane_map(struct lab *lab, struct learner *learner, struct window window);

/* Write rows of three columns: x0 x1 label; x0 x1 probability, with a gap behind each line. */
void plane_write_points(struct trace *trace, const struct samples *points);
void plane_write_map(struct trace *trace, struct window window, const real *map);

#endif
