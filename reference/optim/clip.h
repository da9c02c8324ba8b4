/* optim/clip.h: gradient clipping: no step follows a gradient longer than a limit.
 *
 *     norm = sqrt(sum of gradient^2 over all parameters)
 *     where norm > limit:  gradient <- gradient limit / norm
 *
 * The direction stays: all gradients shrink by one factor. Source: R. Pascanu, T. Mikolov, Y. Bengio,
 * "On the difficulty of training recurrent neural networks", 2013, algorithm 1. (PyTorch divides by
 * norm + 1e-6.)
 *
 * Accuracy: squares are added in double; as float, no gradient is too large or too small for that.
 */
#ifndef DESCENT_OPTIM_CLIP_H
#define DESCENT_OPTIM_CLIP_H

#include "tensor/parameter.h"

/* Changes the gradients, between the backward pass and the step: afterwards the norm over all `count`
 * parameters is at most `limit`, which is > 0. Returns the norm before. A norm that is infinite or not
 * a number is returned and changes nothing: no factor would mend such a gradient. */
real clip_gradients(const struct parameter *parameter /* (count) */, size_t count, real limit);

#endif
