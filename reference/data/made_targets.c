#include "data/made_targets.h"

#include <tgmath.h>

real made_curve_at(real x)
{
    const real u = x + (real)0.5;
    return u < 0 ? -2 * u : 2 * u / 3 * cos(3 * (real)M_PI * u);
}

real made_surface_at(real x1, real x2)
{
    return made_curve_at(sqrt(2 * (x1 * x1 + x2 * x2)) - 1);
}

void made_curve(size_t count, real noise, struct pcg32 *generator, real *x /* (count,1) */,
                real *y /* (count,1) */)
{
    for (size_t i = 0; i < count; i++) {
        x[i] = pcg32_uniform(generator, -1, 1);
        y[i] = made_curve_at(x[i]) + pcg32_uniform(generator, -noise, noise);
    }
}

void made_surface(size_t count, real noise, struct pcg32 *generator, real *x /* (count,2) */,
                  real *y /* (count,1) */)
{
    for (size_t i = 0; i < count; i++) {
        x[2 * i] = pcg32_uniform(generator, -1, 1);
        x[2 * i + 1] = pcg32_uniform(generator, -1, 1);
        y[i] = made_surface_at(x[2 * i], x[2 * i + 1]) + pcg32_uniform(generator, -noise, noise);
    }
}
