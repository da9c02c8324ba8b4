/* optim/optimizer.h: one optimizer for all parameters of a model, whatever its method.
 *
 *     struct optimizer optimizer = optimizer_new(&arena, parameter, count, optimizer_momentum.usual);
 *     for each mini-batch:
 *         optimizer_zero_gradients(&optimizer);
 *         forward, loss, backward
 *         optimizer_step(&optimizer);
 *
 * A method is a constant that says how one parameter is moved; optimizer_gradient_descent and
 * optimizer_momentum stand here, the others in optim/methods.h. What a method remembers from step to
 * step, its state, is some arrays for each parameter, as long as the parameter: momentum's previous
 * values, Adam's m and v.
 *
 * The learning rate may be changed between two steps, by a schedule (optim/schedule.h), say; the other
 * settings stay as they are.
 */
#ifndef DESCENT_OPTIM_OPTIMIZER_H
#define DESCENT_OPTIM_OPTIMIZER_H

#include "base/arena.h"
#include "kernels/backend.h"
#include "tensor/parameter.h"

#include <stdbool.h>

struct optimizer_method;

struct optimizer_settings {
    real rate; /* learning rate, >= 0 */
    real beta; /* momentum, Nesterov: the share of the last move that is repeated, below 1 */
    const struct optimizer_method *method; /* NULL: gradient descent. With a beta it is momentum. */

    real decay;        /* RMSprop: the share of its running mean that stays, below 1 */
    real beta1, beta2; /* Adam, AdamW: the same for the running means m and v */
    real epsilon;      /* Adagrad, RMSprop, Adam, AdamW: > 0 */

    /* weight decay, for any method; 0 for none: optim/weight_decay.h */
    real coupled_decay;
    real decoupled_decay;

    /* whose steps are taken: the backend's where it has one, else those of gradient_descent.h and its
     * neighbours; NULL for none but those. It is the caller's and must live as long. */
    const struct backend *backend;
};

struct optimizer {
    struct optimizer_settings settings;
    size_t count;
    const struct parameter *parameter; /* (count), the caller's */
    real **state; /* (count, method->states) arrays, each as long as its parameter */
    real *pulled; /* (the longest parameter): its gradient with coupled weight decay */
    size_t steps; /* taken so far */
};

enum { optimizer_most_states = 2 };

struct optimizer_method {
    const char *name; /* "adam"; what the options of programs say */
    size_t states;    /* arrays for each parameter */
    const char *state_name[optimizer_most_states];
    bool begins_at_values; /* the state begins as a copy of the values, not as 0 */
    bool decays_itself;    /* step() makes the decoupled weight decay, too */
    bool divides;          /* by a root plus epsilon, which must not be 0 */

    /* Moves `count` parameters, whose gradients have the coupled weight decay in them already. */
    void (*step)(const struct optimizer *optimizer, size_t count,
                 const struct parameter *parameter /* (count) */,
                 real *const *state /* (count, states) */);

    struct optimizer_settings usual; /* good to begin with, the method itself among them */
};

extern const struct optimizer_method optimizer_gradient_descent; /* "sgd" */
extern const struct optimizer_method optimizer_momentum;         /* "momentum" */

/* An optimizer whose own memory comes from the arena; the parameters stay the caller's. With momentum
 * it notes the parameters' values now: there was no move yet. Panics when a setting is out of its
 * range. */
struct optimizer optimizer_new(struct arena *arena, const struct parameter *parameter /* (count) */,
                               size_t count, struct optimizer_settings settings);

/* Sets every gradient to 0: what a new step begins with. */
void optimizer_zero_gradients(const struct optimizer *optimizer);

/* Moves all parameters by one step; the gradients stay as they are. It takes no memory. */
void optimizer_step(struct optimizer *optimizer);

/* --- for checkpoints ---
 *
 * An optimizer goes on bit by bit as another did when it is made with the same settings for
 * parameters of the same counts, and is then given the other's values, steps and state arrays.
 */

struct optimizer_state {
    const char *name; /* "m" */
    size_t parameter; /* whose it is: 0 to optimizer->count - 1 */
    size_t count;
    real *array; /* (count), the optimizer's */
};

/* How many state arrays there are. */
size_t optimizer_states(const struct optimizer *optimizer);

/* State array i, 0 to optimizer_states - 1: all of the first parameter's, then the next one's. */
struct optimizer_state optimizer_state(const struct optimizer *optimizer, size_t i);

#endif
