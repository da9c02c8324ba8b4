#include "models/cnn.h"

#include "layers/initialisation.h"

struct cnn_settings cnn_usual(void)
{
    return (struct cnn_settings){
        .image = {.channels = 1, .height = 28, .width = 28},
        .blocks = 2,
        .block = {{.filters = 16, .kernel = 3, .stride = 1, .padding = 1, .pool = 2},
                  {.filters = 32, .kernel = 3, .stride = 1, .padding = 1, .pool = 2}},
        .hidden = 128,
        .classes = 10};
}

static void add_module(struct cnn *cnn, struct module module)
{
    cnn->module[cnn->modules] = module;
    cnn->modules++;
}

static void add_parameter(struct cnn *cnn, const struct variable *variable)
{
    cnn->parameter[cnn->parameters] = variable_as_parameter(variable);
    cnn->parameters++;
}

/* Adds a block behind images of this shape; returns the shape behind it. */
static struct shape add_block(struct cnn *cnn, struct arena *arena, size_t number, struct shape x,
                              struct pcg32 *generator)
{
    const struct cnn_block *const block = &cnn->settings.block[number];
    const size_t taps = x.size[1] * block->kernel * block->kernel;
    struct conv2d_layer *const conv = &cnn->conv[number];
    *conv = conv2d_layer_new(arena, x.size[1], block->filters, block->kernel, block->stride,
                             block->padding);
    he_initialise(taps, block->filters, generator, conv->w.value.data);
    const struct conv2d geometry = conv2d_layer_geometry(conv, x);
    add_parameter(cnn, &conv->w);
    add_parameter(cnn, &conv->b);
    struct pool_layer *const pool = &cnn->pool[number];
    *pool = (struct pool_layer){.kernel = block->pool, .stride = block->pool};
    if (block->pool > 1 && !cnn->settings.average) {
        conv_block_init(&cnn->block[number], conv, pool);
        add_module(cnn, conv_block_module(&cnn->block[number]));
    } else {
        add_module(cnn, conv2d_module(conv));
        add_module(cnn, relu_module());
        if (block->pool > 1) {
            add_module(cnn, average_pool_module(pool));
        }
    }
    const struct shape y =
        shape_4d(x.size[0], block->filters, geometry.out_height, geometry.out_width);
    const struct pool2d pooled = pool_layer_geometry("cnn_new", pool, y);
    return shape_4d(x.size[0], block->filters, pooled.out_height, pooled.out_width);
}

static void add_linear(struct cnn *cnn, struct arena *arena, size_t number, size_t in, size_t out,
                       struct pcg32 *generator)
{
    struct linear_layer *const linear = &cnn->linear[number];
    *linear = linear_layer_new(arena, in, out);
    he_initialise(in, out, generator, linear->w.value.data);
    add_module(cnn, linear_module(linear));
    add_parameter(cnn, &linear->w);
    add_parameter(cnn, &linear->b);
}

struct cnn *cnn_new(struct arena *arena, const struct cnn_settings *settings,
                    struct pcg32 *generator)
{
    if (settings->blocks < 1 || settings->blocks > cnn_max_blocks) {
        panic("cnn_new: %zu blocks: from 1 to %d are possible", settings->blocks, cnn_max_blocks);
    }
    struct cnn *const cnn = arena_take(arena, sizeof *cnn);
    *cnn = (struct cnn){.settings = *settings};
    add_module(cnn, as_images_module(&cnn->settings.image));
    const struct image_shape *const image = &settings->image;
    struct shape x = shape_4d(1, image->channels, image->height, image->width);
    for (size_t number = 0; number < settings->blocks; number++) {
        x = add_block(cnn, arena, number, x, generator);
    }
    add_module(cnn, flatten_module());
    cnn->features = shape_count(x);
    const size_t hidden = settings->hidden;
    add_linear(cnn, arena, 0, cnn->features, hidden ? hidden : settings->classes, generator);
    if (hidden) {
        add_module(cnn, relu_module());
        add_linear(cnn, arena, 1, hidden, settings->classes, generator);
    }
    tensor_scale(cnn->linear[hidden ? 1 : 0].w.value, (real)0.1);
    cnn->sequential = (struct sequential){cnn->modules, cnn->module};
    return cnn;
}

struct module cnn_module(struct cnn *cnn)
{
    return sequential_module(&cnn->sequential);
}

size_t cnn_parameter_count(const struct cnn *cnn)
{
    return parameter_total(cnn->parameters, cnn->parameter);
}
