/* optim/optimizer.h: one optimizer for all parameters of a model.
 *
 * It makes the step of gradient_descent.h, or of momentum.h where beta is not 0, for each parameter
 * of a list.
 */
#ifndef DESCENT_OPTIM_OPTIMIZER_H
#define DESCENT_OPTIM_OPTIMIZER_H

#include "base/arena.h"
#include "tensor/parameter.h"

struct optimizer_settings {
    real rate; /* learning rate, > 0 */
    real beta; /* momentum, 0 for plain gradient descent */
};

struct optimizer {
    struct optimizer_settings settings;
    size_t count;
    const struct parameter *parameter; /* (count), the caller's */
    real **previous;                   /* (count): the values before the last step; with momentum */
    size_t steps;                      /* taken so far */
};

/* An optimizer whose own memory comes from the arena. With momentum it notes the parameters' values
 * now: there was no move yet. */
struct optimizer optimizer_new(struct arena *arena, const struct parameter *parameter, size_t count,
                               struct optimizer_settings settings);

/* Sets every gradient to 0: what a new step begins with. */
void optimizer_zero_gradients(const struct optimizer *optimizer);

/* Moves all parameters by one step; the gradients stay as they are. */
void optimizer_step(struct optimizer *optimizer);

#endif
