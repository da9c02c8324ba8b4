#include "layers/pool_layer.h"

#include "autograd/products.h"
#include "kernels/naive/average_pool.h"

static void require_images(const char *layer, struct shape x)
{
    if (x.rank != 4) {
        panic("%s: x is %s: it needs 4 axes", layer, shape_to_text(x).text);
    }
}

struct pool2d pool_layer_geometry(const char *layer, const struct pool_layer *pool, struct shape x)
{
    require_images(layer, x);
    if (x.size[2] < pool->kernel || x.size[3] < pool->kernel) {
        panic("%s: x is %s: a window of %zu x %zu does not fit", layer, shape_to_text(x).text,
              pool->kernel, pool->kernel);
    }
    return (struct pool2d){.channels = x.size[1],
                           .height = x.size[2],
                           .width = x.size[3],
                           .kernel = pool->kernel,
                           .stride = pool->stride,
                           .out_height = (x.size[2] - pool->kernel) / pool->stride + 1,
                           .out_width = (x.size[3] - pool->kernel) / pool->stride + 1};
}

/* Leaves a record of a pooling, with its geometry as context. */
static struct variable *record_pool(struct tape *tape, const struct pool2d *geometry,
                                    void (*backward)(const struct record *), struct variable *x)
{
    struct pool2d *const kept = arena_take(tape->arena, sizeof *kept);
    *kept = *geometry;
    const struct shape y =
        shape_4d(x->value.shape.size[0], kept->channels, kept->out_height, kept->out_width);
    return tape_record_with(tape, y, backward, x, NULL, NULL, kept);
}

static void max_pool_back(const struct record *record)
{
    const struct variable *const x = record->input[0];
    record->tape->backend->max_pool_backward(record->context, x->value.shape.size[0], x->value.data,
                                             record->output->gradient, x->gradient);
}

struct variable *max_pool(struct tape *tape, const struct pool_layer *pool, struct variable *x)
{
    const struct pool2d geometry = pool_layer_geometry("max_pool", pool, x->value.shape);
    struct variable *const y = record_pool(tape, &geometry, max_pool_back, x);
    tape->backend->max_pool_forward(&geometry, x->value.shape.size[0], x->value.data,
                                    y->value.data);
    return y;
}

static void average_pool_back(const struct record *record)
{
    const struct variable *const x = record->input[0];
    record->tape->backend->average_pool_backward(record->context, x->value.shape.size[0],
                                                 record->output->gradient, x->gradient);
}

struct variable *average_pool(struct tape *tape, const struct pool_layer *pool, struct variable *x)
{
    const struct pool2d geometry = pool_layer_geometry("average_pool", pool, x->value.shape);
    struct variable *const y = record_pool(tape, &geometry, average_pool_back, x);
    tape->backend->average_pool_forward(&geometry, x->value.shape.size[0], x->value.data,
                                        y->value.data);
    return y;
}

static size_t pixels_of(struct shape x)
{
    return x.size[2] * x.size[3];
}

static void global_average_pool_back(const struct record *record)
{
    const struct variable *const x = record->input[0];
    global_average_pool_backward(variable_count(record->output), pixels_of(x->value.shape),
                                 record->output->gradient, x->gradient);
}

struct variable *global_average_pool(struct tape *tape, struct variable *x)
{
    const struct shape shape = x->value.shape;
    require_images("global_average_pool", shape);
    struct variable *const y = tape_record(tape, shape_2d(shape.size[0], shape.size[1]),
                                           global_average_pool_back, x, NULL, NULL);
    global_average_pool_forward(variable_count(y), pixels_of(shape), x->value.data, y->value.data);
    return y;
}

struct variable *flatten(struct tape *tape, struct variable *x)
{
    const size_t n = x->value.shape.size[0];
    return reshape(tape, x, shape_2d(n, variable_count(x) / n));
}

/* --- as modules ------------------------------------------------------------------------------------ */

static struct variable *run_max_pool(struct tape *tape, void *self, struct variable *x)
{
    return max_pool(tape, self, x);
}

static struct variable *run_average_pool(struct tape *tape, void *self, struct variable *x)
{
    return average_pool(tape, self, x);
}

static struct variable *run_global_average_pool(struct tape *tape, void *self, struct variable *x)
{
    (void)self;
    return global_average_pool(tape, x);
}

static struct variable *run_flatten(struct tape *tape, void *self, struct variable *x)
{
    (void)self;
    return flatten(tape, x);
}

static struct variable *run_as_images(struct tape *tape, void *self, struct variable *x)
{
    const struct image_shape *const image = self;
    return reshape(tape, x,
                   shape_4d(x->value.shape.size[0], image->channels, image->height, image->width));
}

/* A pooling that costs so many operations a window. */
static struct description describe_pool(const char *name, const struct pool_layer *pool,
                                        struct shape x, size_t forward, size_t backward, bool looks)
{
    const struct pool2d geometry = pool_layer_geometry(name, pool, x);
    const struct shape y =
        shape_4d(x.size[0], geometry.channels, geometry.out_height, geometry.out_width);
    const size_t in = shape_count(x), out = shape_count(y);
    struct description description = {
        .output = y,
        .forward = {forward * out, bytes_of_reals(in + out)},
        .backward_x = {backward * out, bytes_of_reals(out + (looks ? 3 : 2) * in)}};
    description_say(&description, "%s %zux%zu", name, pool->kernel, pool->kernel);
    if (pool->stride != pool->kernel) {
        description_say(&description, ", stride %zu", pool->stride);
    }
    return description;
}

/* On the way back the winner is looked for again. */
struct description max_pool_describe(const struct pool_layer *pool, struct shape x)
{
    const size_t comparisons = pool->kernel * pool->kernel - 1;
    return describe_pool("max_pool", pool, x, comparisons, comparisons + 1, true);
}

static struct description describe_max_pool(const void *self, struct shape x)
{
    return max_pool_describe(self, x);
}

static struct description describe_average_pool(const void *self, struct shape x)
{
    const struct pool_layer *const pool = self;
    const size_t window = pool->kernel * pool->kernel;
    return describe_pool("average_pool", pool, x, window, window + 1, false);
}

static struct description describe_global_average_pool(const void *self, struct shape x)
{
    (void)self;
    require_images("global_average_pool", x);
    const size_t in = shape_count(x), out = x.size[0] * x.size[1];
    struct description description = {.output = shape_2d(x.size[0], x.size[1]),
                                      .forward = {in, bytes_of_reals(in + out)},
                                      .backward_x = {in + out, bytes_of_reals(out + 2 * in)}};
    description_say(&description, "global_average_pool");
    return description;
}

static struct description describe_flatten(const void *self, struct shape x)
{
    (void)self;
    return describe_reshape("flatten", shape_2d(x.size[0], shape_count(x) / x.size[0]));
}

static struct description describe_as_images(const void *self, struct shape x)
{
    const struct image_shape *const image = self;
    return describe_reshape("as images",
                            shape_4d(x.size[0], image->channels, image->height, image->width));
}

struct module max_pool_module(struct pool_layer *pool)
{
    return (struct module){run_max_pool, pool, describe_max_pool};
}

struct module average_pool_module(struct pool_layer *pool)
{
    return (struct module){run_average_pool, pool, describe_average_pool};
}

struct module global_average_pool_module(void)
{
    return (struct module){run_global_average_pool, NULL, describe_global_average_pool};
}

struct module flatten_module(void)
{
    return (struct module){run_flatten, NULL, describe_flatten};
}

struct module as_images_module(struct image_shape *shape)
{
    return (struct module){run_as_images, shape, describe_as_images};
}
