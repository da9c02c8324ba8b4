/* autograd/objective.h: a loss as a function of its coefficients, whatever computes it. */
#ifndef DESCENT_AUTOGRAD_OBJECTIVE_H
#define DESCENT_AUTOGRAD_OBJECTIVE_H

#include "base/real.h"

struct objective {
    real (*loss)(const real *coefficients, void *context);
    void *context; /* what the loss needs besides: the data, the model */
};

/* The loss at these coefficients: one forward pass. */
static inline real loss_at(const struct objective *objective, const real *coefficients)
{
    return objective->loss(coefficients, objective->context);
}

#endif
