/* tensor/parameter.h: what training changes: some coefficients and their gradient, side by side. */
#ifndef DESCENT_TENSOR_PARAMETER_H
#define DESCENT_TENSOR_PARAMETER_H

#include "base/real.h"

#include <stddef.h>

struct parameter {
    size_t count;
    real *value;    /* (count) */
    real *gradient; /* (count): d loss / d value; the backward functions add to it */
};

/* How many coefficients several have together. */
static inline size_t parameter_total(size_t parameters,
                                     const struct parameter *parameter /* (parameters) */)
{
    size_t total = 0;
    for (size_t i = 0; i < parameters; i++) {
        total += parameter[i].count;
    }
    return total;
}

#endif
