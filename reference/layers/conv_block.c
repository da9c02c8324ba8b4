#include "layers/conv_block.h"

#include "kernels/conv_relu_pool.h"

#include <string.h>

void conv_block_init(struct conv_block *block, struct conv2d_layer *conv, struct pool_layer *pool)
{
    *block =
        (struct conv_block){.conv = conv,
                            .pool = pool,
                            .part = {conv2d_module(conv), relu_module(), max_pool_module(pool)}};
    block->parts = (struct sequential){3, block->part};
}

/* Whether the table's kernels for the three are those that the kernel for all of them stands for. One that
 * its own set has not (a handout leaves out what tells an answer) may be any. */
#define STANDS_FOR(kernel) (!of->kernel || of->kernel == backend->kernel)
static bool stands_for(const struct conv_relu_pool_kernels *kernels, const struct backend *backend)
{
    const struct backend *const of = kernels->of;
    return STANDS_FOR(conv2d_scratch) && STANDS_FOR(conv2d_forward) &&
           STANDS_FOR(conv2d_backward) && STANDS_FOR(relu_forward) && STANDS_FOR(relu_backward) &&
           STANDS_FOR(max_pool_forward) && STANDS_FOR(max_pool_backward);
}

static struct conv_relu_pool geometry_of(const struct conv_block *block, struct shape x)
{
    struct conv_relu_pool geometry = {.conv = conv2d_layer_geometry(block->conv, x)};
    const struct conv2d *const conv = &geometry.conv;
    geometry.pool = pool_layer_geometry(
        "max_pool", block->pool,
        shape_4d(x.size[0], conv->out_channels, conv->out_height, conv->out_width));
    return geometry;
}

bool conv_block_is_fused(const struct backend *backend, const struct conv_block *block,
                         struct shape x)
{
    const struct conv_relu_pool_kernels *const kernels = backend->conv_relu_pool;
    if (!kernels || !stands_for(kernels, backend)) {
        return false;
    }
    const struct conv_relu_pool geometry = geometry_of(block, x);
    return kernels->serves(&geometry);
}

/* What the way back needs. */
struct fused {
    struct conv_relu_pool geometry;
    void *kept;
};

static real *take_scratch(const struct tape *tape, const struct conv_relu_pool *geometry, size_t n)
{
    return arena_reals(tape->arena, tape->backend->conv_relu_pool->scratch(geometry, n));
}

static void fused_back(const struct record *record)
{
    const struct fused *const fused = record->context;
    const struct tape *const tape = record->tape;
    const struct variable *const x = record->input[0], *const w = record->input[1];
    const size_t n = x->value.shape.size[0];
    real *const dw = tape_gradient(tape, w), *const db = tape_gradient(tape, record->input[2]);
    tape->backend->conv_relu_pool->backward(
        &fused->geometry, n, x->value.data, w->value.data, fused->kept, record->output->gradient,
        take_scratch(tape, &fused->geometry, n), x->gradient, dw, db);
}

static struct variable *run_fused(struct tape *tape, struct conv_block *block, struct variable *x)
{
    const struct conv_relu_pool_kernels *const kernels = tape->backend->conv_relu_pool;
    struct fused *const fused = arena_take(tape->arena, sizeof *fused);
    *fused = (struct fused){.geometry = geometry_of(block, x->value.shape)};
    const struct pool2d *const pool = &fused->geometry.pool;
    const size_t n = x->value.shape.size[0];
    struct variable *const w = &block->conv->w, *const b = &block->conv->b;
    struct variable *const y =
        tape_record_with(tape, shape_4d(n, pool->channels, pool->out_height, pool->out_width),
                         fused_back, x, w, b, fused);
    if (y->gradient) {
        fused->kept = arena_take(tape->arena, kernels->kept(&fused->geometry, n));
    }
    kernels->forward(&fused->geometry, n, x->value.data, w->value.data, b->value.data,
                     take_scratch(tape, &fused->geometry, n), fused->kept, y->value.data);
    return y;
}

struct variable *conv_block_forward(struct tape *tape, struct conv_block *block, struct variable *x)
{
    return conv_block_is_fused(tape->backend, block, x->value.shape)
               ? run_fused(tape, block, x)
               : sequential_forward(tape, &block->parts, x);
}

static struct variable *run_conv_block(struct tape *tape, void *self, struct variable *x)
{
    return conv_block_forward(tape, self, x);
}

/* "conv_block 16 of 3x3, padding 1" */
static struct description describe_conv_block(const void *self, struct shape x)
{
    const struct conv_block *const block = self;
    struct sequential parts = block->parts;
    struct description description = module_describe(sequential_module(&parts), x);
    const struct description conv = conv2d_layer_describe(block->conv, x);
    description.parts = &block->parts;
    description.kind[0] = '\0';
    description_say(&description, "conv_block%s", conv.kind + strlen("conv2d"));
    return description;
}

struct module conv_block_module(struct conv_block *block)
{
    return (struct module){run_conv_block, block, describe_conv_block};
}
