/* layers/activation.h: the functions between linear layers, on the tape.
 *
 * Without one, two linear layers are only one: x w1^T w2^T = x (w2 w1)^T. The kernels stand in
 * kernels/naive/sigmoid.h and its neighbours.
 */
#ifndef DESCENT_LAYERS_ACTIVATION_H
#define DESCENT_LAYERS_ACTIVATION_H

#include "autograd/tape.h"
#include "base/message.h"
#include "layers/description.h"

enum activation {
    activation_none, /* y = x */
    activation_sigmoid,
    activation_tanh,
    activation_relu,
    activation_leaky_relu, /* with slope 0.01 below 0 */
    activation_step,       /* y = 1 where x > 0, else 0: its slope is 0 wherever it has one */
    activation_count,
};

/* "leaky_relu"; what the options of programs say. */
const char *activation_name(enum activation activation);

/* The activation of this name. Returns 0, or -1 and says which names there are. */
int activation_find(const char *name, enum activation *activation, struct message *why);

/* y from x, of any shape, element by element. */
struct variable *activate(struct tape *tape, enum activation activation, struct variable *x);

/* "relu". */
struct description activation_describe(enum activation activation, struct shape x);

#endif
