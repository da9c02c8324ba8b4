/* data/samples.h: what a model learns from: pairs of an input row and a target row. */
#ifndef DESCENT_DATA_SAMPLES_H
#define DESCENT_DATA_SAMPLES_H

#include "base/real.h"

#include <stddef.h>

struct samples {
    size_t count;  /* rows */
    size_t in;     /* numbers in an input row */
    size_t out;    /* numbers in a target row */
    const real *x; /* (count,in) */
    const real *y; /* (count,out) */
};

#endif
