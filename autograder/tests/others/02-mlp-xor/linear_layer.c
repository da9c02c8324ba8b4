/* The linear layer on the tape. The header says what each function must do. */
#include "layers/linear_layer.h"

struct sizes {
    size_t rows, in, out;
};

static struct sizes sizes_of(const struct variable *x, const struct variable *w)
{
    const size_t *of_w = w->value.shape.size;
    return (struct sizes){.rows = x->value.shape.size[0], .out = of_w[0], .in = of_w[1]};
}

struct variable *linear_layer_forward(struct tape *tape, struct linear_layer *layer,
                                      struct variable *x)
{
    linear_layer_require_fit(layer, x);
    struct variable *w = &layer->w, *b = &layer->b;
    struct sizes s = sizes_of(x, w);
    struct variable *y =
        tape_record(tape, shape_2d(s.rows, s.out), linear_layer_backward, x, w, b);
    tape->backend->linear_forward(s.rows, s.in, s.out, x->value.data, w->value.data, b->value.data,
                                  y->value.data);
    return y;
}

void linear_layer_backward(const struct record *record)
{
    struct variable *const *from = record->input;
    struct sizes s = sizes_of(from[0], from[1]);
    record->tape->backend->linear_backward(s.rows, s.in, s.out, from[0]->value.data,
                                           from[1]->value.data, record->output->gradient,
                                           from[0]->gradient, from[1]->gradient,
                                           from[2]->gradient);
}
