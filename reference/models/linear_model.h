/* models/linear_model.h: one linear layer with its parameters: lab 01's whole network. */
#ifndef DESCENT_MODELS_LINEAR_MODEL_H
#define DESCENT_MODELS_LINEAR_MODEL_H

#include "base/arena.h"
#include "tensor/parameter.h"

#include <stddef.h>

struct linear_model {
    size_t in, out;
    struct parameter w; /* (out,in): the slope when both are 1 */
    struct parameter b; /* (out): the offset */
};

/* A model whose arrays are taken from the arena; all values and gradients are 0. */
struct linear_model linear_model_new(struct arena *arena, size_t in, size_t out);

#endif
