#include "layers/activation.h"

#include <string.h>

static const real leaky_slope = (real)0.01;

static const char *const names[activation_count] = {
    [activation_none] = "none", [activation_sigmoid] = "sigmoid",
    [activation_tanh] = "tanh", [activation_relu] = "relu",
    [activation_step] = "step", [activation_leaky_relu] = "leaky_relu",
};

const char *activation_name(enum activation activation)
{
    return names[activation];
}

int activation_find(const char *name, enum activation *activation, struct message *why)
{
    for (enum activation i = activation_none; i < activation_count; i++) {
        if (strcmp(names[i], name) == 0) {
            *activation = i;
            return 0;
        }
    }
    return message_set(why, "expected none, sigmoid, tanh, relu, leaky_relu or step, found '%s'",
                       name);
}

static void sigmoid_back(const struct record *record)
{
    const struct variable *const y = record->output;
    record->tape->backend->sigmoid_backward(variable_count(y), y->value.data, y->gradient,
                                            record->input[0]->gradient);
}

static void tanh_back(const struct record *record)
{
    const struct variable *const y = record->output;
    record->tape->backend->tanh_backward(variable_count(y), y->value.data, y->gradient,
                                         record->input[0]->gradient);
}

static void relu_back(const struct record *record)
{
    const struct variable *const x = record->input[0];
    record->tape->backend->relu_backward(variable_count(x), x->value.data, record->output->gradient,
                                         x->gradient);
}

static void leaky_relu_back(const struct record *record)
{
    const struct variable *const x = record->input[0];
    record->tape->backend->leaky_relu_backward(variable_count(x), leaky_slope, x->value.data,
                                               record->output->gradient, x->gradient);
}

/* The step's slope is 0: nothing comes back. */
static void step_back(const struct record *record)
{
    (void)record;
}

static void step_forward(size_t count, const real *x, real *y)
{
    for (size_t i = 0; i < count; i++) {
        y[i] = x[i] > 0 ? 1 : 0;
    }
}

struct variable *activate(struct tape *tape, enum activation activation, struct variable *x)
{
    static void (*const backward[activation_count])(const struct record *) = {
        [activation_sigmoid] = sigmoid_back, [activation_tanh] = tanh_back,
        [activation_relu] = relu_back,       [activation_leaky_relu] = leaky_relu_back,
        [activation_step] = step_back,
    };
    if (activation == activation_none) {
        return x;
    }
    const struct backend *const backend = tape->backend;
    const size_t count = variable_count(x);
    struct variable *const y =
        tape_record(tape, x->value.shape, backward[activation], x, NULL, NULL);
    switch (activation) {
    case activation_sigmoid:
        backend->sigmoid_forward(count, x->value.data, y->value.data);
        break;
    case activation_tanh:
        backend->tanh_forward(count, x->value.data, y->value.data);
        break;
    case activation_relu:
        backend->relu_forward(count, x->value.data, y->value.data);
        break;
    case activation_leaky_relu:
        backend->leaky_relu_forward(count, leaky_slope, x->value.data, y->value.data);
        break;
    default:
        step_forward(count, x->value.data, y->value.data);
    }
    return y;
}

struct description activation_describe(enum activation activation, struct shape x)
{
    /* operations for an element: sigmoid turns the sign, takes exp, adds and divides; on the way back
     * both s-shaped functions take y (1 - y) dy or (1 - y y) dy and add it */
    static const struct {
        size_t forward, backward;
    } flops[activation_count] = {
        [activation_none] = {0, 0}, [activation_sigmoid] = {4, 4}, [activation_tanh] = {1, 4},
        [activation_relu] = {1, 2}, [activation_step] = {1, 0},    [activation_leaky_relu] = {2, 3},
    };
    if (activation == activation_none) {
        return describe_reshape(names[activation], x);
    }
    return describe_elementwise(names[activation], x, flops[activation].forward,
                                flops[activation].backward, true);
}
