/* What is given of the linear layer: its making, its complaint about shapes, its description. */
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

struct description linear_layer_describe(const struct linear_layer *layer, struct shape x)
{
    const struct shape w = layer->w.value.shape;
    const size_t n = x.size[0], out = w.size[0], in = w.size[1], parameters = out * in + out;
    const size_t product = 2 * n * out * in;
    struct description description = {
        .output = shape_2d(n, out),
        .parameters = parameters,
        .forward = {product, bytes_of_reals(n * in + parameters + n * out)},
        .backward_parameters = {product + n * out,
                                bytes_of_reals(n * in + n * out + 2 * parameters)},
        .backward_x = {product, bytes_of_reals(n * out + out * in + 2 * n * in)}};
    description_say(&description, "linear %zu -> %zu", in, out);
    return description;
}
