/* models/worked_example.h: one step of training in numbers that can be followed on paper.
 *
 * A 2-8-1 network with sigmoid in between and binary cross-entropy, a batch of two points,
 *
 *     x = (0.9, -0.2)   y = 0
 *     x = (0.75, 0.6)   y = 1
 *
 * and a learning rate of 0.01. All weights and offsets start at multiples of 0.1.
 */
#ifndef DESCENT_MODELS_WORKED_EXAMPLE_H
#define DESCENT_MODELS_WORKED_EXAMPLE_H

#include "base/arena.h"
#include "models/mlp.h"
#include "tensor/tensor.h"

struct worked_example {
    struct mlp mlp;  /* 2-8-1: layer[0].w (8,2), .b (8); layer[1].w (1,8), .b (1) */
    struct tensor x; /* (2,2): a point a row */
    struct tensor y; /* (2,1) */
    real rate;
};

/* The example before its first step; all numbers are taken from the arena. */
struct worked_example worked_example_new(struct arena *arena);

#endif
