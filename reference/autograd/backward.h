/* autograd/backward.h: the walk back over the tape: from the loss to every gradient. */
#ifndef DESCENT_AUTOGRAD_BACKWARD_H
#define DESCENT_AUTOGRAD_BACKWARD_H

#include "autograd/tape.h"

/* Sets the gradient of the loss by itself, and has each record lead its output's gradient back to
 * its inputs', in the order that finishes every gradient before it is used. The loss is one number
 * (one element), recorded on this tape. Walk back once, then reset the tape: the outputs in between
 * keep their gradients, and a second walk would add to them. */
void tape_backward(const struct tape *tape, struct variable *loss);

#endif
