#include "layers/sequential.h"

#include "layers/activation.h"
#include "layers/linear_layer.h"

struct variable *module_watched_forward(struct tape *tape, struct module module, struct variable *x)
{
    struct tape_watcher *const watcher = tape->watcher;
    watcher->enter(watcher, &module, x);
    struct variable *const y = module.forward(tape, module.self, x);
    watcher->leave(watcher, y);
    return y;
}

struct description module_describe(struct module module, struct shape x)
{
    return module.describe ? module.describe(module.self, x) : (struct description){.output = x};
}

struct variable *sequential_forward(struct tape *tape, const struct sequential *sequential,
                                    struct variable *x)
{
    for (size_t i = 0; i < sequential->count; i++) {
        x = module_forward(tape, sequential->module[i], x);
    }
    return x;
}

static struct variable *run_sequential(struct tape *tape, void *self, struct variable *x)
{
    return sequential_forward(tape, self, x);
}

/* The whole. Whoever wants to know more asks the parts. */
static struct description describe_sequential(const void *self, struct shape x)
{
    const struct sequential *const sequential = self;
    struct description whole = {.output = x, .parts = sequential};
    description_say(&whole, "sequential of %zu", sequential->count);
    for (size_t i = 0; i < sequential->count; i++) {
        const struct description part = module_describe(sequential->module[i], whole.output);
        if (!part.kind[0]) { /* what comes behind it is not known */
            return (struct description){.output = x, .parts = sequential};
        }
        description_append(&whole, &part);
    }
    return whole;
}

static struct variable *run_linear(struct tape *tape, void *self, struct variable *x)
{
    return linear_layer_forward(tape, self, x);
}

static struct description describe_linear(const void *self, struct shape x)
{
    return linear_layer_describe(self, x);
}

static struct variable *run_sigmoid(struct tape *tape, void *self, struct variable *x)
{
    (void)self;
    return activate(tape, activation_sigmoid, x);
}

static struct description describe_sigmoid(const void *self, struct shape x)
{
    (void)self;
    return activation_describe(activation_sigmoid, x);
}

static struct variable *run_tanh(struct tape *tape, void *self, struct variable *x)
{
    (void)self;
    return activate(tape, activation_tanh, x);
}

static struct description describe_tanh(const void *self, struct shape x)
{
    (void)self;
    return activation_describe(activation_tanh, x);
}

static struct variable *run_relu(struct tape *tape, void *self, struct variable *x)
{
    (void)self;
    return activate(tape, activation_relu, x);
}

static struct description describe_relu(const void *self, struct shape x)
{
    (void)self;
    return activation_describe(activation_relu, x);
}

static struct variable *run_leaky_relu(struct tape *tape, void *self, struct variable *x)
{
    (void)self;
    return activate(tape, activation_leaky_relu, x);
}

static struct description describe_leaky_relu(const void *self, struct shape x)
{
    (void)self;
    return activation_describe(activation_leaky_relu, x);
}

struct module sequential_module(struct sequential *sequential)
{
    return (struct module){run_sequential, sequential, describe_sequential};
}

struct module linear_module(struct linear_layer *layer)
{
    return (struct module){run_linear, layer, describe_linear};
}

struct module sigmoid_module(void)
{
    return (struct module){run_sigmoid, NULL, describe_sigmoid};
}

struct module tanh_module(void)
{
    return (struct module){run_tanh, NULL, describe_tanh};
}

struct module relu_module(void)
{
    return (struct module){run_relu, NULL, describe_relu};
}

struct module leaky_relu_module(void)
{
    return (struct module){run_leaky_relu, NULL, describe_leaky_relu};
}
