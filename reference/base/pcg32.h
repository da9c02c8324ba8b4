/* base/pcg32.h: the generator of every random number in the kit.
 *
 * PCG32 (PCG-XSH-RR 64/32): M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient
 * Statistically Good Algorithms for Random Number Generation", 2014, section 6.3.
 * 64 bits of state, 32 bits a draw, period 2^64, and 2^63 streams that do not meet.
 *
 * The state is an argument, never hidden: the same seed gives the same numbers on every machine,
 * whatever else the program draws.
 */
#ifndef DESCENT_BASE_PCG32_H
#define DESCENT_BASE_PCG32_H

#include "base/real.h"

#include <stdbool.h>
#include <stdint.h>

struct pcg32 {
    uint64_t state;
    uint64_t increment; /* odd; names the stream */
};

/* The generator at the start of a seed's stream. Equal arguments give equal generators. */
struct pcg32 pcg32_seed(uint64_t seed, uint64_t stream);

/* The next 32 bits, each value equally likely. */
uint32_t pcg32_next(struct pcg32 *generator);

/* A whole number in 0 .. bound-1, each equally likely (no modulo bias). bound > 0. */
uint32_t pcg32_below(struct pcg32 *generator, uint32_t bound);

/* A real in [low, high), from 24 random bits, so that float and double draw the same number. */
real pcg32_uniform(struct pcg32 *generator, real low, real high);

/* True when the generator gives the numbers of the author's own demonstration program. */
bool pcg32_self_test(void);

#endif
