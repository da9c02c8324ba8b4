/* Xavier's and He's initialisation. The header says what each function must do. */
#include "layers/initialisation.h"

#include <tgmath.h>

static void draw(size_t how_many, real variance, struct pcg32 *generator, real *w)
{
    const real limit = sqrt((real)3 * variance);
    for (real *end = w + how_many; w < end; ++w) {
        *w = pcg32_uniform(generator, -limit, limit);
    }
}

void xavier_initialise(size_t in, size_t out, struct pcg32 *generator, real *w /* (out,in) */)
{
    draw(out * in, (real)2 / (real)(in + out), generator, w);
}

void he_initialise(size_t in, size_t out, struct pcg32 *generator, real *w /* (out,in) */)
{
    draw(out * in, (real)2 / (real)in, generator, w);
}
