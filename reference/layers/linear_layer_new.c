/* What is given of the linear layer: its making, and its complaint about shapes. */
#include "layers/linear_layer.h"

struct linear_layer linear_layer_new(struct arena *arena, size_t in, size_t out)
{
    const struct linear_layer layer = {variable_parameter(arena, shape_2d(out, in)),
                                       variable_parameter(arena, shape_1d(out))};
    tensor_fill(layer.w.value, 0);
    tensor_fill(layer.b.value, 0);
    return layer;
}

void linear_layer_require_fit(const struct linear_layer *layer, const struct variable *x)
{
    const struct shape have = x->value.shape, want = layer->w.value.shape;
    if (have.rank != 2) {
        panic("linear_layer: x is %s, w is %s: x needs 2 axes", shape_to_text(have).text,
              shape_to_text(want).text);
    }
    if (have.size[1] != want.size[1]) {
        panic("linear_layer: x is %s, w is %s: %zu != %zu", shape_to_text(have).text,
              shape_to_text(want).text, have.size[1], want.size[1]);
    }
}
