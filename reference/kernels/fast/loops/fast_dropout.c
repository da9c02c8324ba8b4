/* Inverted dropout with the naive kernel's random numbers, several at a time.
 *
 * Each state of the generator is the one before it times a plus c (mod 2^64). So is the state `lanes`
 * draws on, with another a and c:  a^lanes and c (1 + a + ... + a^(lanes-1)).  Lane l takes every
 * lanes-th draw from draw l on, and no lane waits for another (F. B. Brown, "Random number generation
 * with arbitrary strides", 1994). */
#include "kernels/fast/loops/fast_loops.h"

#include "base/pcg32.h"

enum { lanes = 8, block = 128 };

/* The next `block` states of the generator's, which is left behind them. */
static void draw_states(struct pcg32 *generator, uint64_t state[block])
{
    static const uint64_t a = UINT64_C(6364136223846793005); /* base/pcg32.c */
    uint64_t a_lanes = 1, c_lanes = 0;
    for (size_t l = 0; l < lanes; l++) {
        state[l] = a_lanes * generator->state + c_lanes;
        c_lanes = c_lanes * a + generator->increment;
        a_lanes *= a;
    }
    for (size_t i = lanes; i < block; i++) {
        state[i] = state[i - lanes] * a_lanes + c_lanes;
    }
    generator->state = state[block - lanes] * a_lanes + c_lanes;
}

/* Whether each is dropped hangs on the 24 bits that pcg32_uniform takes. */
static void draw_mask(struct pcg32 *generator, real rate, real kept, real mask[block])
{
    uint64_t state[block];
    draw_states(generator, state);
    for (size_t i = 0; i < block; i++) {
        const uint32_t mixed = (uint32_t)((state[i] >> 18 ^ state[i]) >> 27);
        const uint32_t turn = (uint32_t)(state[i] >> 59);
        const uint32_t draw = mixed >> turn | mixed << (-turn & 31);
        const real unit = (real)(int32_t)(draw >> 8) / (real)(1 << 24);
        mask[i] = unit < rate ? 0 : kept;
    }
}

void fast_dropout_forward(size_t count, real rate, bool training, struct pcg32 *generator,
                          const real *restrict x /* (count) */, real *restrict mask /* (count) */,
                          real *restrict y /* (count) */)
{
    const real kept = training ? 1 / (1 - rate) : 1;
    size_t i = 0;
    if (training) {
        for (; count - i >= block; i += block) {
            draw_mask(generator, rate, kept, mask + i);
        }
        for (; i < count; i++) {
            mask[i] = pcg32_uniform(generator, 0, 1) < rate ? 0 : kept;
        }
    }
    for (; i < count; i++) {
        mask[i] = kept;
    }
    for (i = 0; i < count; i++) {
        y[i] = x[i] * mask[i];
    }
}

void fast_dropout_backward(size_t count, const real *mask /* (count) */,
                           const real *dy /* (count) */, real *restrict dx /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        dx[i] += dy[i] * mask[i];
    }
}
