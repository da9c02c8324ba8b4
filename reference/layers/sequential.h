/* layers/sequential.h: modules one behind the other.
 *
 * A module is anything that makes an output of an input on the tape: a layer, a network, or a
 * sequence of such.
 */
#ifndef DESCENT_LAYERS_SEQUENTIAL_H
#define DESCENT_LAYERS_SEQUENTIAL_H

#include "autograd/tape.h"
#include "layers/description.h"

struct module {
    struct variable *(*forward)(struct tape *tape, void *self, struct variable *x);
    void *self; /* the layer with its parameters */

    /* What it would do with an input of this shape, which fits. NULL: it does not tell. */
    struct description (*describe)(const void *self, struct shape x);
};

/* The module's output for x, with the tape's watcher looking on. */
struct variable *module_watched_forward(struct tape *tape, struct module module,
                                        struct variable *x);

/* The module's output for x. */
static inline struct variable *module_forward(struct tape *tape, struct module module,
                                              struct variable *x)
{
    return tape->watcher ? module_watched_forward(tape, module, x)
                         : module.forward(tape, module.self, x);
}

/* What the module tells of itself; without a kind when it or a part of it tells nothing. */
struct description module_describe(struct module module, struct shape x);

struct sequential {
    size_t count;
    const struct module *module; /* (count), the caller's */
};

/* What the last module makes of what the one before it made of ... x. */
struct variable *sequential_forward(struct tape *tape, const struct sequential *sequential,
                                    struct variable *x);

/* Each as a module. What they point to stays the caller's and must live as long. */
struct module sequential_module(struct sequential *sequential);
struct linear_layer;
struct module linear_module(struct linear_layer *layer);
struct module sigmoid_module(void);
struct module tanh_module(void);
struct module relu_module(void);
struct module leaky_relu_module(void);

#endif
