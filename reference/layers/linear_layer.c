/* The linear layer on the tape. The header says what each function must do. */
#include "layers/linear_layer.h"

#include "base/todo.h"

struct variable *linear_layer_forward(struct tape *tape, struct linear_layer *layer,
                                      struct variable *x)
{
    linear_layer_require_fit(layer, x);
    struct variable *const w = &layer->w, *const b = &layer->b;
    const size_t n = x->value.shape.size[0];
    const size_t out = w->value.shape.size[0], in = w->value.shape.size[1];
    struct variable *const y = tape_record(tape, shape_2d(n, out), linear_layer_backward, x, w, b);
    tape->backend->linear_forward(n, in, out, x->value.data, w->value.data, b->value.data,
                                  y->value.data);
    return y;
}

void linear_layer_backward(const struct record *record)
{
    const struct variable *const x = record->input[0], *const w = record->input[1];
    const struct variable *const b = record->input[2], *const y = record->output;
    const size_t n = x->value.shape.size[0];
    const size_t out = w->value.shape.size[0], in = w->value.shape.size[1];
    record->tape->backend->linear_backward(n, in, out, x->value.data, w->value.data, y->gradient,
                                           x->gradient, w->gradient, b->gradient);
}
