/* layers/dropout_layer.h: dropout on the tape: y = x mask, with a new random mask in each pass.
 *
 * While tape->training is false the mask is all 1 and no number is drawn. The kernels stand in
 * kernels/naive/dropout.h.
 */
#ifndef DESCENT_LAYERS_DROPOUT_LAYER_H
#define DESCENT_LAYERS_DROPOUT_LAYER_H

#include "autograd/tape.h"
#include "base/pcg32.h"
#include "layers/sequential.h"

struct dropout_layer {
    real rate;               /* the share that is dropped, from 0 to below 1 */
    struct pcg32 *generator; /* the caller's: who saves a run's state saves it, too */
};

/* Panics when the rate lies outside of its range. */
struct dropout_layer dropout_layer_new(real rate, struct pcg32 *generator);

/* y from x, of any shape. The mask comes from the step's arena. */
struct variable *dropout_layer_forward(struct tape *tape, const struct dropout_layer *layer,
                                       struct variable *x);

/* The layer stays the caller's and must live as long. */
struct module dropout_module(struct dropout_layer *layer);

#endif
