/* layers/initialisation.h: the random numbers from which a layer's weights start.
 *
 * Too small, and the signal dies from layer to layer; too large, and it explodes. Both rules choose
 * the variance so that it stays. The numbers are independent, with mean 0, drawn with
 * pcg32_uniform(generator, -limit, limit), whose variance is limit^2 / 3.
 *
 * w (out,in) has out * in numbers; `in` values come into each unit (fan-in), and each value goes
 * out to `out` units (fan-out).
 */
#ifndef DESCENT_LAYERS_INITIALISATION_H
#define DESCENT_LAYERS_INITIALISATION_H

#include "base/pcg32.h"
#include "base/real.h"

#include <stddef.h>

/* Variance 2 / (in + out), a compromise between forward and backward, for sigmoid and tanh.
 * Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural
 * networks", 2010. */
void xavier_initialise(size_t in, size_t out, struct pcg32 *generator, real *w /* (out,in) */);

/* Variance 2 / in, for ReLU, which cuts off half of the signal.
 * Source: K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015, equation 10. */
void he_initialise(size_t in, size_t out, struct pcg32 *generator, real *w /* (out,in) */);

#endif
