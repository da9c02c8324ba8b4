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

struct module dropout_module(struct dropout_layer *layer)
{
    return (struct module){run_dropout, layer};
}
