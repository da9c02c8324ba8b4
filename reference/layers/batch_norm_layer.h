/* layers/batch_norm_layer.h: batch normalisation with its parameters, on the tape.
 *
 * While tape->training is true each forward pass takes the batch's own statistics and moves the running
 * ones; while it is false the running ones are taken and nothing moves. The kernels stand in
 * kernels/naive/batch_norm.h.
 */
#ifndef DESCENT_LAYERS_BATCH_NORM_LAYER_H
#define DESCENT_LAYERS_BATCH_NORM_LAYER_H

#include "autograd/tape.h"
#include "layers/sequential.h"

struct batch_norm_layer {
    struct variable gamma, beta;                  /* (features): learnt */
    struct tensor running_mean, running_variance; /* (features): part of the model's state */
    real epsilon, momentum;
};

/* A layer whose arrays come from the model's arena: gamma 1, beta 0, running mean 0 and variance 1,
 * epsilon 1e-5, momentum 0.1. */
struct batch_norm_layer batch_norm_layer_new(struct arena *arena, size_t features);

/* y (n,features) from x (n,features). Panics with both shapes when they do not fit:
 * `batch_norm_layer: x is (64,100), gamma is (10): 100 != 10`. */
struct variable *batch_norm_layer_forward(struct tape *tape, struct batch_norm_layer *layer,
                                          struct variable *x);

/* The layer stays the caller's and must live as long. */
struct module batch_norm_module(struct batch_norm_layer *layer);

#endif
