#include "data/made_line.h"

void made_line(size_t count, struct pcg32 *generator, real *x, real *y)
{
    for (size_t i = 0; i < count; i++) {
        x[i] = pcg32_uniform(generator, (real)-0.5, (real)0.5);
        y[i] = 2 * x[i] + pcg32_uniform(generator, (real)-0.1, (real)0.1);
    }
}
