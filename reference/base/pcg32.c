#include "base/pcg32.h"

struct pcg32 pcg32_seed(uint64_t seed, uint64_t stream)
{
    struct pcg32 generator = {.state = 0, .increment = stream << 1 | 1};
    pcg32_next(&generator);
    generator.state += seed;
    pcg32_next(&generator);
    return generator;
}

uint32_t pcg32_next(struct pcg32 *generator)
{
    const uint64_t state = generator->state;
    generator->state = state * UINT64_C(6364136223846793005) + generator->increment;
    const uint32_t mixed = (uint32_t)((state >> 18 ^ state) >> 27);
    const uint32_t turn = (uint32_t)(state >> 59);
    return mixed >> turn | mixed << (-turn & 31);
}

uint32_t pcg32_below(struct pcg32 *generator, uint32_t bound)
{
    /* 2^32 mod bound: draws below it would favour the small values; they are drawn again */
    const uint32_t rejected = -bound % bound;
    for (;;) {
        const uint32_t draw = pcg32_next(generator);
        if (draw >= rejected) {
            return draw % bound;
        }
    }
}

real pcg32_uniform(struct pcg32 *generator, real low, real high)
{
    const real unit = (real)(pcg32_next(generator) >> 8) / (real)(1 << 24);
    const real value = low + (high - low) * unit;
    return value < high ? value : low; /* rounding can reach high; the interval is half open */
}

bool pcg32_self_test(void)
{
    static const uint32_t expected[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330,
                                        0x83d2f293, 0xbfa4784b, 0xcbed606e};
    struct pcg32 generator = pcg32_seed(42, 54);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        if (pcg32_next(&generator) != expected[i]) {
            return false;
        }
    }
    return true;
}
