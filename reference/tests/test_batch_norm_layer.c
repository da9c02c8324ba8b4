#include "layers/batch_norm_layer.h"

#include "kernels/naive/batch_norm.h"
#include "tests/on_tape.h"

TestSuite(batch_norm_layer, .init = tape_test_begin, .fini = tape_test_end);

static struct batch_norm_layer random_layer(struct pcg32 *generator, size_t features)
{
    struct batch_norm_layer layer = batch_norm_layer_new(&scratch, features);
    for (size_t j = 0; j < features; j++) {
        layer.gamma.value.data[j] = pcg32_uniform(generator, (real)0.5, 2);
        layer.beta.value.data[j] = pcg32_uniform(generator, -1, 1);
        layer.running_mean.data[j] = pcg32_uniform(generator, -1, 1);
        layer.running_variance.data[j] = pcg32_uniform(generator, (real)0.5, 2);
    }
    return layer;
}

static bool all_are(struct tensor tensor, real value)
{
    for (size_t i = 0; i < shape_count(tensor.shape); i++) {
        if (tensor.data[i] != value) {
            return false;
        }
    }
    return true;
}

Test(batch_norm_layer, a_new_one_changes_no_scale)
{
    const struct batch_norm_layer layer = batch_norm_layer_new(&scratch, 3);
    cr_assert(shape_equal(layer.gamma.value.shape, shape_1d(3)));
    cr_assert(shape_equal(layer.beta.value.shape, shape_1d(3)));
    cr_assert(all_are(layer.gamma.value, 1));
    cr_assert(all_are(layer.beta.value, 0));
    cr_assert(all_are(layer.running_mean, 0));
    cr_assert(all_are(layer.running_variance, 1));
    assert_all_near(3, layer.gamma.gradient, zero_reals(3), 0);
    assert_all_near(3, layer.beta.gradient, zero_reals(3), 0);
    assert_near(layer.epsilon, (real)1e-5, 0);
    assert_near(layer.momentum, (real)0.1, 0);
}

/* The kernel's words for a layer. */
static struct batch_norm norm_of(const struct batch_norm_layer *layer)
{
    return (struct batch_norm){
        variable_count(&layer->gamma), layer->epsilon,         layer->momentum,
        layer->gamma.value.data,       layer->beta.value.data, layer->running_mean.data,
        layer->running_variance.data};
}

static const size_t shapes[][2] = {{1, 1}, {1, 4}, {5, 1}, {7, 3}, {3, 7}};
enum { count_of_shapes = sizeof shapes / sizeof *shapes };

Test(batch_norm_layer, trains_as_the_kernel_does)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        const size_t n = shapes[s][0], features = shapes[s][1], count = n * features;
        struct tape tape = new_tape();
        struct pcg32 generator = pcg32_seed(351, s), same_generator;
        struct variable *const x = random_variable(&generator, shape_2d(n, features));
        const real *const above = random_reals(&generator, count);
        same_generator = generator;
        struct batch_norm_layer layer = random_layer(&generator, features);
        const struct batch_norm_layer same = random_layer(&same_generator, features);
        const struct batch_norm norm = norm_of(&same);
        real *const xhat = arena_reals(&scratch, count), *const y = arena_reals(&scratch, count);
        real *const deviation = arena_reals(&scratch, features), *const dx = zero_reals(count);
        real *const dgamma = zero_reals(features), *const dbeta = zero_reals(features);
        batch_norm_train(&norm, n, x->value.data, xhat, deviation, y);
        batch_norm_backward(&norm, n, xhat, deviation, above, dx, dgamma, dbeta);

        const struct variable *const out = batch_norm_layer_forward(&tape, &layer, x);
        lead_back(&tape, above);
        assert_all_near(count, out->value.data, y, 0);
        assert_all_near(count, x->gradient, dx, 0);
        assert_all_near(features, layer.gamma.gradient, dgamma, 0);
        assert_all_near(features, layer.beta.gradient, dbeta, 0);
        assert_all_near(features, layer.running_mean.data, same.running_mean.data, 0);
        assert_all_near(features, layer.running_variance.data, same.running_variance.data, 0);
    }
}

Test(batch_norm_layer, evaluates_as_the_kernel_does_and_moves_nothing)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        const size_t n = shapes[s][0], features = shapes[s][1], count = n * features;
        struct tape tape = new_tape();
        tape.training = false;
        struct pcg32 generator = pcg32_seed(352, s);
        struct variable *const x = random_variable(&generator, shape_2d(n, features));
        struct batch_norm_layer layer = random_layer(&generator, features);
        const real *const mean = copy_reals(features, layer.running_mean.data);
        const real *const variance = copy_reals(features, layer.running_variance.data);
        const struct batch_norm norm = norm_of(&layer);
        real *const y = arena_reals(&scratch, count);
        batch_norm_evaluate(&norm, n, x->value.data, y);
        const struct variable *const out = module_forward(&tape, batch_norm_module(&layer), x);
        assert_all_near(count, out->value.data, y, 0);
        assert_all_near(features, layer.running_mean.data, mean, 0);
        assert_all_near(features, layer.running_variance.data, variance, 0);
    }
}

/* The first layer of a network, or a layer whose scale is held. */
Test(batch_norm_layer, leaves_out_gradients_that_nobody_wants)
{
    for (int training = 0; training < 2; training++) {
        struct tape tape = new_tape();
        tape.training = training == 1;
        struct pcg32 generator = pcg32_seed(353, 1);
        struct variable *const x = random_variable(&generator, shape_2d(5, 3));
        struct variable *const data = constant_of(shape_2d(5, 3), x->value.data);
        const real *const above = random_reals(&generator, 15);
        struct batch_norm_layer layer = random_layer(&generator, 3), held = layer, twin = layer;
        held.gamma.gradient = held.beta.gradient = NULL;
        twin.gamma.gradient = zero_reals(3);
        batch_norm_layer_forward(&tape, &layer, x);
        lead_back(&tape, above);
        batch_norm_layer_forward(&tape, &twin, data);
        lead_back(&tape, above);
        assert_all_near(3, twin.gamma.gradient, layer.gamma.gradient, 0);
        struct variable *const same = twin_of(x);
        batch_norm_layer_forward(&tape, &held, same);
        lead_back(&tape, above);
        assert_all_near(15, same->gradient, x->gradient, 0);
    }
}

static const real six[] = {1, 2, 3, 4, 5, 6};

static void normalise_a_row(void)
{
    struct tape tape = new_tape();
    struct batch_norm_layer layer = batch_norm_layer_new(&scratch, 6);
    batch_norm_layer_forward(&tape, &layer, variable_of(shape_1d(6), six));
}

static void normalise_too_many_columns(void)
{
    struct tape tape = new_tape();
    struct batch_norm_layer layer = batch_norm_layer_new(&scratch, 2);
    batch_norm_layer_forward(&tape, &layer, variable_of(shape_2d(2, 3), six));
}

Test(batch_norm_layer, panics_with_both_shapes)
{
    cr_assert_str_eq(panic_of(normalise_a_row),
                     "descent: batch_norm_layer: x is (6), gamma is (6): x needs 2 axes\n");
    cr_assert_str_eq(panic_of(normalise_too_many_columns),
                     "descent: batch_norm_layer: x is (2,3), gamma is (2): 3 != 2\n");
}
