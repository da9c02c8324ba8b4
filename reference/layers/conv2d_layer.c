#include "layers/conv2d_layer.h"

struct conv2d_layer conv2d_layer_new(struct arena *arena, size_t in_channels, size_t out_channels,
                                     size_t kernel, size_t stride, size_t padding)
{
    const struct conv2d_layer layer = {
        .w = variable_parameter(arena, shape_4d(out_channels, in_channels, kernel, kernel)),
        .b = variable_parameter(arena, shape_1d(out_channels)),
        .stride = stride,
        .padding = padding};
    tensor_fill(layer.w.value, 0);
    tensor_fill(layer.b.value, 0);
    return layer;
}

static void require_fit(const struct conv2d_layer *layer, struct shape x)
{
    const struct shape w = layer->w.value.shape;
    const size_t kernel = w.size[2];
    if (x.rank != 4) {
        panic("conv2d_layer: x is %s, w is %s: x needs 4 axes", shape_to_text(x).text,
              shape_to_text(w).text);
    }
    if (x.size[1] != w.size[1]) {
        panic("conv2d_layer: x is %s, w is %s: %zu channels != %zu", shape_to_text(x).text,
              shape_to_text(w).text, x.size[1], w.size[1]);
    }
    if (x.size[2] + 2 * layer->padding < kernel || x.size[3] + 2 * layer->padding < kernel) {
        panic(
            "conv2d_layer: x is %s, w is %s: with padding %zu the window is larger than the image",
            shape_to_text(x).text, shape_to_text(w).text, layer->padding);
    }
}

/* One axis of the output. A wrong number of windows would lead the kernels out of their arrays. */
static size_t output_size(size_t size, size_t kernel, size_t stride, size_t padding)
{
    const size_t windows = conv2d_output_size(size, kernel, stride, padding);
    const size_t most = (size + 2 * padding - kernel) / stride + 1;
    if (windows < 1 || windows > most) {
        panic("conv2d_output_size(size %zu, kernel %zu, stride %zu, padding %zu) returned %zu: so "
              "many "
              "windows are not there",
              size, kernel, stride, padding, windows);
    }
    return windows;
}

struct conv2d conv2d_layer_geometry(const struct conv2d_layer *layer, struct shape x)
{
    require_fit(layer, x);
    const struct shape w = layer->w.value.shape;
    const size_t kernel = w.size[2], stride = layer->stride, padding = layer->padding;
    return (struct conv2d){.in_channels = w.size[1],
                           .height = x.size[2],
                           .width = x.size[3],
                           .out_channels = w.size[0],
                           .kernel = kernel,
                           .stride = stride,
                           .padding = padding,
                           .out_height = output_size(x.size[2], kernel, stride, padding),
                           .out_width = output_size(x.size[3], kernel, stride, padding)};
}

static real *take_scratch(const struct tape *tape, const struct conv2d *conv, size_t n)
{
    const size_t count = tape->backend->conv2d_scratch(conv, n);
    return count > 0 ? arena_reals(tape->arena, count) : NULL;
}

static void conv2d_back(const struct record *record)
{
    const struct conv2d *const conv = record->context;
    const struct tape *const tape = record->tape;
    const struct variable *const x = record->input[0], *const w = record->input[1];
    const size_t n = x->value.shape.size[0];
    real *const dw = tape_gradient(tape, w), *const db = tape_gradient(tape, record->input[2]);
    tape->backend->conv2d_backward(conv, n, x->value.data, w->value.data, record->output->gradient,
                                   take_scratch(tape, conv, n), x->gradient, dw, db);
}

struct variable *conv2d_layer_forward(struct tape *tape, struct conv2d_layer *layer,
                                      struct variable *x)
{
    struct conv2d *const conv = arena_take(tape->arena, sizeof *conv);
    *conv = conv2d_layer_geometry(layer, x->value.shape);
    const size_t n = x->value.shape.size[0];
    struct variable *const y =
        tape_record_with(tape, shape_4d(n, conv->out_channels, conv->out_height, conv->out_width),
                         conv2d_back, x, &layer->w, &layer->b, conv);
    tape->backend->conv2d_forward(conv, n, x->value.data, layer->w.value.data, layer->b.value.data,
                                  take_scratch(tape, conv, n), y->value.data);
    return y;
}

static struct variable *run_conv2d(struct tape *tape, void *self, struct variable *x)
{
    return conv2d_layer_forward(tape, self, x);
}

struct description conv2d_layer_describe(const struct conv2d_layer *layer, struct shape x)
{
    const struct conv2d conv = conv2d_layer_geometry(layer, x);
    const size_t n = x.size[0], taps = variable_count(&layer->w);
    const size_t parameters = taps + conv.out_channels;
    const size_t places = n * conv.out_height * conv.out_width;
    const size_t in = shape_count(x), out = places * conv.out_channels;
    const size_t product = 2 * places * taps; /* the padding's zeros are counted as pixels */
    struct description description = {
        .output = shape_4d(n, conv.out_channels, conv.out_height, conv.out_width),
        .parameters = parameters,
        .forward = {product, bytes_of_reals(in + parameters + out)},
        .backward_parameters = {product + out, bytes_of_reals(in + out + 2 * parameters)},
        .backward_x = {product, bytes_of_reals(out + taps + 2 * in)}};
    description_say(&description, "conv2d %zu of %zux%zu", conv.out_channels, conv.kernel,
                    conv.kernel);
    if (conv.stride != 1) {
        description_say(&description, ", stride %zu", conv.stride);
    }
    if (conv.padding != 0) {
        description_say(&description, ", padding %zu", conv.padding);
    }
    return description;
}

static struct description describe_conv2d(const void *self, struct shape x)
{
    return conv2d_layer_describe(self, x);
}

struct module conv2d_module(struct conv2d_layer *layer)
{
    return (struct module){run_conv2d, layer, describe_conv2d};
}
