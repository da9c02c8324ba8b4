/* layers/linear_layer.h: the linear layer with its parameters, on the tape: y = x w^T + b.
 *
 * The kernels that compute it, forward and backward, are the backend's: see
 * kernels/naive/linear.h for their arguments. This is what makes a layer of them.
 */
#ifndef DESCENT_LAYERS_LINEAR_LAYER_H
#define DESCENT_LAYERS_LINEAR_LAYER_H

#include "autograd/tape.h"
#include "layers/description.h"

struct linear_layer {
    struct variable w; /* (out,in) */
    struct variable b; /* (out) */
};

/* A layer whose parameters come from the model's arena: all values 0, all gradients 0. */
struct linear_layer linear_layer_new(struct arena *arena, size_t in, size_t out);

/* y (n,out) from x (n,in), for a batch of any number of rows. The output's value is written at once,
 * and linear_layer_backward is left on the tape, with x, w and b as inputs. */
struct variable *linear_layer_forward(struct tape *tape, struct linear_layer *layer,
                                      struct variable *x);

/* Adds to the gradients of x, w and b what the output's makes of them; all rows share w and b. x is
 * often data and its gradient NULL: the backend's kernel takes NULL there. */
void linear_layer_backward(const struct record *record);

/* Panics with both shapes unless x has two axes and as many columns as w:
 * `linear_layer: x is (64,784), w is (100,10): 784 != 10`. */
void linear_layer_require_fit(const struct linear_layer *layer, const struct variable *x);

/* "linear 784 -> 100", for x of shape (n,in). */
struct description linear_layer_describe(const struct linear_layer *layer, struct shape x);

#endif
