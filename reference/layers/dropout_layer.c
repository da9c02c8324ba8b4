#include "layers/dropout_layer.h"

struct dropout_layer dropout_layer_new(real rate, struct pcg32 *generator)
{
    if (!(rate >= 0 && rate < 1)) {
        panic("dropout_layer_new: rate is %g, expected 0 to below 1", (double)rate);
    }
    return (struct dropout_layer){rate, generator};
}

static void dropout_layer_back(const struct record *record)
{
    const struct variable *const x = record->input[0];
    const real *const mask = record->context;
    record->tape->backend->dropout_backward(variable_count(x), mask, record->output->gradient,
                                            x->gradient);
}

struct variable *dropout_layer_forward(struct tape *tape, const struct dropout_layer *layer,
                                       struct variable *x)
{
    const size_t count = variable_count(x);
    real *const mask = arena_reals(tape->arena, count);
    struct variable *const y =
        tape_record_with(tape, x->value.shape, dropout_layer_back, x, NULL, NULL, mask);
    tape->backend->dropout_forward(count, layer->rate, tape->training, layer->generator,
                                   x->value.data, mask, y->value.data);
    return y;
}

static struct variable *run_dropout(struct tape *tape, void *self, struct variable *x)
{
    return dropout_layer_forward(tape, self, x);
}

/* The mask is written forward and read on the way back. */
static struct description describe_dropout(const void *self, struct shape x)
{
    const struct dropout_layer *const layer = self;
    struct description description = describe_elementwise("dropout", x, 1, 2, true);
    description_say(&description, " %g", (double)layer->rate);
    description.forward.bytes += bytes_of_reals(shape_count(x));
    return description;
}

struct module dropout_module(struct dropout_layer *layer)
{
    return (struct module){run_dropout, layer, describe_dropout};
}
