#include "layers/batch_norm_layer.h"

#include "kernels/naive/batch_norm.h"

#include <tgmath.h>

struct batch_norm_layer batch_norm_layer_new(struct arena *arena, size_t features)
{
    const struct shape shape = shape_1d(features);
    const struct batch_norm_layer layer = {.gamma = variable_parameter(arena, shape),
                                           .beta = variable_parameter(arena, shape),
                                           .running_mean = tensor_new(arena, shape),
                                           .running_variance = tensor_new(arena, shape),
                                           .epsilon = (real)1e-5,
                                           .momentum = (real)0.1};
    tensor_fill(layer.gamma.value, 1);
    tensor_fill(layer.beta.value, 0);
    tensor_fill(layer.running_mean, 0);
    tensor_fill(layer.running_variance, 1);
    return layer;
}

/* What the way back needs besides x, gamma and beta. */
struct kept {
    struct batch_norm norm;
    real *xhat;      /* (n,features) */
    real *deviation; /* (features) */
};

static struct batch_norm kernel_view(const struct batch_norm_layer *layer)
{
    return (struct batch_norm){.features = variable_count(&layer->gamma),
                               .epsilon = layer->epsilon,
                               .momentum = layer->momentum,
                               .gamma = layer->gamma.value.data,
                               .beta = layer->beta.value.data,
                               .running_mean = layer->running_mean.data,
                               .running_variance = layer->running_variance.data};
}

static void train_back(const struct record *record)
{
    const struct kept *const kept = record->context;
    const struct tape *const tape = record->tape;
    real *const dx = tape_gradient(tape, record->input[0]);
    real *const dgamma = tape_gradient(tape, record->input[1]);
    real *const dbeta = tape_gradient(tape, record->input[2]);
    tape->backend->batch_norm_backward(&kept->norm, record->output->value.shape.size[0], kept->xhat,
                                       kept->deviation, record->output->gradient, dx, dgamma,
                                       dbeta);
}

/* In evaluation mean and deviation are constants: each y hangs on its own x alone. */
static void evaluate_back(const struct record *record)
{
    if (record->tape->backend->device) {
        panic("batch_norm_layer: no gradient in evaluation on a device");
    }
    const struct kept *const kept = record->context;
    const struct batch_norm *const norm = &kept->norm;
    const struct variable *const x = record->input[0], *const y = record->output;
    real *const dx = tape_gradient(record->tape, x);
    real *const dgamma = tape_gradient(record->tape, record->input[1]);
    real *const dbeta = tape_gradient(record->tape, record->input[2]);
    for (size_t i = 0; i < variable_count(x); i++) {
        const size_t j = i % norm->features;
        const real deviation = sqrt(norm->running_variance[j] + norm->epsilon);
        dx[i] += y->gradient[i] * norm->gamma[j] / deviation;
        dgamma[j] += y->gradient[i] * (x->value.data[i] - norm->running_mean[j]) / deviation;
        dbeta[j] += y->gradient[i];
    }
}

static void require_fit(const struct batch_norm_layer *layer, const struct variable *x)
{
    const struct shape have = x->value.shape, want = layer->gamma.value.shape;
    if (have.rank != 2) {
        panic("batch_norm_layer: x is %s, gamma is %s: x needs 2 axes", shape_to_text(have).text,
              shape_to_text(want).text);
    }
    if (have.size[1] != want.size[0]) {
        panic("batch_norm_layer: x is %s, gamma is %s: %zu != %zu", shape_to_text(have).text,
              shape_to_text(want).text, have.size[1], want.size[0]);
    }
}

struct variable *batch_norm_layer_forward(struct tape *tape, struct batch_norm_layer *layer,
                                          struct variable *x)
{
    require_fit(layer, x);
    const size_t n = x->value.shape.size[0];
    struct kept *const kept = arena_take(tape->arena, sizeof *kept);
    *kept = (struct kept){.norm = kernel_view(layer)};
    struct variable *const y =
        tape_record_with(tape, x->value.shape, tape->training ? train_back : evaluate_back, x,
                         &layer->gamma, &layer->beta, kept);
    if (tape->training) {
        kept->xhat = arena_reals(tape->arena, variable_count(x));
        kept->deviation = arena_reals(tape->arena, kept->norm.features);
        tape->backend->batch_norm_train(&kept->norm, n, x->value.data, kept->xhat, kept->deviation,
                                        y->value.data);
    } else {
        tape->backend->batch_norm_evaluate(&kept->norm, n, x->value.data, y->value.data);
    }
    return y;
}

static struct variable *run_batch_norm(struct tape *tape, void *self, struct variable *x)
{
    return batch_norm_layer_forward(tape, self, x);
}

/* In training. An element is added to the mean (1), its difference squared and added to the variance (3),
 * normalised (2), scaled and moved (2). On the way back it is added to dbeta (1), multiplied by xhat and
 * added to dgamma (2); dx takes two products, two differences, a factor and an addition (6). */
static struct description describe_batch_norm(const void *self, struct shape x)
{
    const struct batch_norm_layer *const layer = self;
    const size_t count = shape_count(x), features = variable_count(&layer->gamma);
    struct description description = {
        .output = x,
        .parameters = 2 * features,
        .forward = {8 * count, bytes_of_reals(3 * count + 7 * features)},
        .backward_parameters = {3 * count, bytes_of_reals(2 * count + 4 * features)},
        .backward_x = {6 * count, bytes_of_reals(4 * count + 4 * features)}};
    description_say(&description, "batch_norm %zu", features);
    return description;
}

struct module batch_norm_module(struct batch_norm_layer *layer)
{
    return (struct module){run_batch_norm, layer, describe_batch_norm};
}
