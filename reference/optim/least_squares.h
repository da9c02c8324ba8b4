/* optim/least_squares.h: the best straight line in closed form, without any descent. */
#ifndef DESCENT_OPTIM_LEAST_SQUARES_H
#define DESCENT_OPTIM_LEAST_SQUARES_H

#include "base/real.h"

#include <stddef.h>

/* Writes the slope and the offset of the line y = slope x + offset with the least mean squared
 * error over the points. count is at least 2, and at least two x differ. */
void least_squares_line(size_t count, const real *x /* (count) */, const real *y /* (count) */,
                        real *slope, real *offset);

#endif
