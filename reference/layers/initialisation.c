/* Xavier's and He's initialisation. The header says what each function must do. */
#include "layers/initialisation.h"

#include "base/todo.h"

#include <tgmath.h>

void xavier_initialise(size_t in, size_t out, struct pcg32 *generator, real *w /* (out,in) */)
{
    /* limit^2 / 3 = 2 / (in + out) */
    const real limit = sqrt((real)6 / (real)(in + out));
    for (size_t i = 0; i < out * in; i++) {
        w[i] = pcg32_uniform(generator, -limit, limit);
    }
}

void he_initialise(size_t in, size_t out, struct pcg32 *generator, real *w /* (out,in) */)
{
    /* limit^2 / 3 = 2 / in */
    const real limit = sqrt((real)6 / (real)in);
    for (size_t i = 0; i < out * in; i++) {
        w[i] = pcg32_uniform(generator, -limit, limit);
    }
}
