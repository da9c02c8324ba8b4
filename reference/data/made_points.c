#include "data/made_points.h"

#include <tgmath.h>

static const real pi = (real)M_PI;

void made_xor(real *x /* (4,2) */, real *y /* (4,1) */)
{
    for (size_t i = 0; i < 4; i++) {
        x[2 * i] = (real)(i / 2);
        x[2 * i + 1] = (real)(i % 2);
        y[i] = (real)(i / 2 ^ i % 2);
    }
}

static void add_noise(real noise, struct pcg32 *generator, real *point /* (2) */)
{
    point[0] += pcg32_uniform(generator, -noise, noise);
    point[1] += pcg32_uniform(generator, -noise, noise);
}

void made_moons(size_t count, real noise, struct pcg32 *generator, real *x /* (count,2) */,
                real *y /* (count,1) */)
{
    for (size_t i = 0; i < count; i++) {
        const real angle = pcg32_uniform(generator, 0, pi);
        const real side = i % 2 ? -1 : 1;
        x[2 * i] = side * (cos(angle) - (real)0.5);
        x[2 * i + 1] = side * (sin(angle) - (real)0.25);
        add_noise(noise, generator, x + 2 * i);
        y[i] = (real)(i % 2);
    }
}

void made_spirals(size_t count, real turns, real noise, struct pcg32 *generator,
                  real *x /* (count,2) */, real *y /* (count,1) */)
{
    for (size_t i = 0; i < count; i++) {
        const real radius = sqrt(pcg32_uniform(generator, (real)0.01, 1));
        const real angle = 2 * pi * turns * radius;
        const real side = i % 2 ? -1 : 1;
        x[2 * i] = side * radius * cos(angle);
        x[2 * i + 1] = side * radius * sin(angle);
        add_noise(noise, generator, x + 2 * i);
        y[i] = (real)(i % 2);
    }
}

void made_circles(size_t count, real noise, struct pcg32 *generator, real *x /* (count,2) */,
                  real *y /* (count,1) */)
{
    for (size_t i = 0; i < count; i++) {
        const real low = i % 2 ? 0 : (real)0.49, high = i % 2 ? (real)0.25 : 1;
        const real radius = sqrt(pcg32_uniform(generator, low, high));
        const real angle = pcg32_uniform(generator, 0, 2 * pi);
        x[2 * i] = radius * cos(angle);
        x[2 * i + 1] = radius * sin(angle);
        add_noise(noise, generator, x + 2 * i);
        y[i] = (real)(i % 2);
    }
}
