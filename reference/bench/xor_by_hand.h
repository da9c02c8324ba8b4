/* bench/xor_by_hand.h: a 2-8-1 network written for this one shape: no tape, no layers, no calls.
 *
 * The same arithmetic as the library's: sigmoid hidden units, binary cross-entropy from logits, plain
 * gradient descent, the four rows of XOR as one batch.
 */
#ifndef DESCENT_BENCH_XOR_BY_HAND_H
#define DESCENT_BENCH_XOR_BY_HAND_H

#include "base/real.h"

enum { xor_rows = 4, xor_inputs = 2, xor_units = 8 };

struct xor_by_hand {
    real w1[xor_inputs][xor_units]; /* the library's w, transposed: units side by side */
    real b1[xor_units], w2[xor_units], b2;
};

/* One step of gradient descent; returns the loss before it. */
real xor_by_hand_step(struct xor_by_hand *net, const real x[xor_rows][xor_inputs],
                      const real y[xor_rows], real rate);

#endif
