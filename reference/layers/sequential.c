#include "layers/sequential.h"

#include "layers/activation.h"
#include "layers/linear_layer.h"

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

static struct variable *run_linear(struct tape *tape, void *self, struct variable *x)
{
    return linear_layer_forward(tape, self, x);
}

static struct variable *run_sigmoid(struct tape *tape, void *self, struct variable *x)
{
    (void)self;
    return activate(tape, activation_sigmoid, x);
}

static struct variable *run_tanh(struct tape *tape, void *self, struct variable *x)
{
    (void)self;
    return activate(tape, activation_tanh, x);
}

static struct variable *run_relu(struct tape *tape, void *self, struct variable *x)
{
    (void)self;
    return activate(tape, activation_relu, x);
}

static struct variable *run_leaky_relu(struct tape *tape, void *self, struct variable *x)
{
    (void)self;
    return activate(tape, activation_leaky_relu, x);
}

struct module sequential_module(struct sequential *sequential)
{
    return (struct module){run_sequential, sequential};
}

struct module linear_module(struct linear_layer *layer)
{
    return (struct module){run_linear, layer};
}

struct module sigmoid_module(void)
{
    return (struct module){run_sigmoid, NULL};
}

struct module tanh_module(void)
{
    return (struct module){run_tanh, NULL};
}

struct module relu_module(void)
{
    return (struct module){run_relu, NULL};
}

struct module leaky_relu_module(void)
{
    return (struct module){run_leaky_relu, NULL};
}
