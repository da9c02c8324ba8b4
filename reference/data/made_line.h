/* data/made_line.h: points that lie about a known line, made from a seed.
 *
 *     x in U(-0.5, 0.5),   y = 2 x + noise,   noise in U(-0.1, 0.1)
 *
 * Whoever learns from them should find slope 2 and offset 0.
 */
#ifndef DESCENT_DATA_MADE_LINE_H
#define DESCENT_DATA_MADE_LINE_H

#include "base/pcg32.h"
#include "base/real.h"

#include <stddef.h>

/* Draws x and y in turns. */
void made_line(size_t count, struct pcg32 *generator, real *x /* (count) */, real *y /* (count) */);

#endif
