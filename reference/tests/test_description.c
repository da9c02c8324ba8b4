#include "layers/description.h"

#include "layers/activation.h"
#include "layers/batch_norm_layer.h"
#include "layers/conv2d_layer.h"
#include "layers/conv_block.h"
#include "layers/dropout_layer.h"
#include "layers/linear_layer.h"
#include "layers/pool_layer.h"
#include "models/cnn.h"
#include "models/image_classifier.h"
#include "models/mlp.h"
#include "tests/on_tape.h"

#include <stdio.h>
#include <string.h>

TestSuite(description, .init = tape_test_begin, .fini = tape_test_end);

/* Asserts the module's words about x, and that it really makes such an output. */
static struct description described(struct module module, struct shape x, const char *kind)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(461, 1);
    const struct description description = module_describe(module, x);
    const struct shape got =
        module_forward(&tape, module, random_variable(&generator, x))->value.shape;
    cr_assert_str_eq(description.kind, kind);
    cr_assert(shape_equal(description.output, got), "%s is made, %s was told",
              shape_to_text(got).text, shape_to_text(description.output).text);
    return description;
}

static void assert_cost(struct layer_cost cost, size_t flops, size_t numbers)
{
    cr_assert_eq(cost.flops, flops, "%zu FLOPs, expected %zu", cost.flops, flops);
    cr_assert_eq(cost.bytes, numbers * sizeof(real), "%zu bytes, expected %zu", cost.bytes,
                 numbers * sizeof(real));
}

Test(description, of_a_linear_layer)
{
    struct linear_layer layer = linear_layer_new(&scratch, 5, 3);
    const struct description told =
        described(linear_module(&layer), shape_2d(2, 5), "linear 5 -> 3");
    cr_assert_eq(told.parameters, 18);
    assert_cost(told.forward, 2 * 2 * 15, 10 + 18 + 6);
    assert_cost(told.backward_parameters, 2 * 2 * 15 + 6, 10 + 6 + 36);
    assert_cost(told.backward_x, 2 * 2 * 15, 6 + 15 + 20);
}

/* 2 images of 3 channels, 6 x 5: 4 filters of 3 x 3 at 3 x 3 places. */
Test(description, of_a_convolution)
{
    struct conv2d_layer layer = conv2d_layer_new(&scratch, 3, 4, 3, 2, 1);
    const struct description told = described(conv2d_module(&layer), shape_4d(2, 3, 6, 5),
                                              "conv2d 4 of 3x3, stride 2, padding 1");
    const size_t places = 2 * 3 * 3, taps = 4 * 27, in = 2 * 3 * 30, out = places * 4;
    cr_assert_eq(told.parameters, taps + 4);
    assert_cost(told.forward, 2 * places * taps, in + taps + 4 + out);
    assert_cost(told.backward_parameters, 2 * places * taps + out, in + out + 2 * (taps + 4));
    assert_cost(told.backward_x, 2 * places * taps, out + taps + 2 * in);
}

Test(description, says_stride_and_padding_where_they_are_not_the_usual)
{
    struct conv2d_layer layer = conv2d_layer_new(&scratch, 1, 2, 1, 1, 0);
    described(conv2d_module(&layer), shape_4d(1, 1, 2, 2), "conv2d 2 of 1x1");
    struct pool_layer pool = {.kernel = 3, .stride = 2};
    described(max_pool_module(&pool), shape_4d(1, 1, 5, 5), "max_pool 3x3, stride 2");
}

Test(description, of_the_poolings)
{
    struct pool_layer pool = {.kernel = 2, .stride = 2};
    const struct shape x = shape_4d(2, 3, 4, 6); /* 144 numbers, 36 windows */
    const struct description most = described(max_pool_module(&pool), x, "max_pool 2x2");
    assert_cost(most.forward, 3 * 36, 144 + 36);
    assert_cost(most.backward_x, 4 * 36, 36 + 3 * 144);
    const struct description mean = described(average_pool_module(&pool), x, "average_pool 2x2");
    assert_cost(mean.forward, 4 * 36, 144 + 36);
    assert_cost(mean.backward_x, 5 * 36, 36 + 2 * 144);
    const struct description all =
        described(global_average_pool_module(), x, "global_average_pool");
    assert_cost(all.forward, 144, 144 + 6);
    cr_assert_eq(most.parameters + mean.parameters + all.parameters, 0);
}

Test(description, a_change_of_shape_costs_nothing)
{
    struct image_shape image = {3, 4, 2};
    const struct description images =
        described(as_images_module(&image), shape_2d(5, 24), "as images");
    const struct description rows = described(flatten_module(), shape_4d(5, 3, 4, 2), "flatten");
    assert_cost(images.forward, 0, 0);
    assert_cost(images.backward_x, 0, 0);
    assert_cost(rows.forward, 0, 0);
    assert_cost(rows.backward_x, 0, 0);
}

Test(description, of_the_activations)
{
    const struct shape x = shape_2d(3, 5);
    const struct description relu = described(relu_module(), x, "relu");
    assert_cost(relu.forward, 15, 30);
    assert_cost(relu.backward_x, 30, 60);
    described(sigmoid_module(), x, "sigmoid");
    described(tanh_module(), x, "tanh");
    described(leaky_relu_module(), x, "leaky_relu");
}

Test(description, of_dropout_and_batch_norm)
{
    struct pcg32 masks = pcg32_seed(461, 2);
    struct dropout_layer dropout = dropout_layer_new((real)0.25, &masks);
    const struct description dropped =
        described(dropout_module(&dropout), shape_2d(2, 5), "dropout 0.25");
    assert_cost(dropped.forward, 10, 30);
    struct batch_norm_layer norm = batch_norm_layer_new(&scratch, 5);
    const struct description normed =
        described(batch_norm_module(&norm), shape_2d(2, 5), "batch_norm 5");
    cr_assert_eq(normed.parameters, 10);
    assert_cost(normed.forward, 80, 30 + 35);
}

/* --- sums ------------------------------------------------------------------------------------------ */

/* The gradient need not pass the first layer with parameters, but all that stand behind it. */
Test(description, of_a_sequence_adds_its_parts)
{
    struct linear_layer first = linear_layer_new(&scratch, 5, 3),
                        last = linear_layer_new(&scratch, 3, 2);
    const struct module modules[] = {tanh_module(), linear_module(&first), relu_module(),
                                     linear_module(&last)};
    struct sequential sequential = {4, modules};
    const struct description told =
        described(sequential_module(&sequential), shape_2d(2, 5), "sequential of 4");
    cr_assert_eq(told.parts, &sequential);
    cr_assert_eq(told.parameters, 18 + 8);
    cr_assert_eq(told.forward.flops, 10 + 60 + 6 + 24);
    cr_assert_eq(told.backward_parameters.flops, (60 + 6) + 12 + (24 + 4 + 24));
    cr_assert_eq(told.backward_x.flops, 40 + 60);
    cr_assert_eq(description_backward(&told, false).flops, 130);
    cr_assert_eq(description_backward(&told, true).flops, 230);
}

Test(description, an_mlp_is_the_sum_of_its_layers)
{
    struct pcg32 weights = pcg32_seed(461, 3);
    struct mlp mlp = mlp_new(&scratch, 2, (const size_t[]){5, 3, 2}, activation_relu,
                             initialisation_he, &weights);
    const struct description told = described(mlp_module(&mlp), shape_2d(2, 5), "mlp of 2 layers");
    cr_assert_eq(told.parameters, 18 + 8);
    cr_assert_eq(told.forward.flops, 60 + 6 + 24);
    cr_assert_eq(told.backward_x.flops, 60);
}

Test(description, of_a_conv_block)
{
    struct conv2d_layer conv = conv2d_layer_new(&scratch, 3, 4, 3, 1, 1);
    struct pool_layer pool = {.kernel = 2, .stride = 2};
    struct conv_block block;
    conv_block_init(&block, &conv, &pool);
    const struct shape x = shape_4d(2, 3, 6, 4);
    const struct description told =
        described(conv_block_module(&block), x, "conv_block 4 of 3x3, padding 1");
    cr_assert_eq(told.parts, &block.parts);
    cr_assert_eq(told.parameters, 4 * 27 + 4);
    const size_t places = 2 * 6 * 4, out = 4 * places;
    cr_assert_eq(told.forward.flops, 2 * places * 4 * 27 + out + 3 * out / 4);
    cr_assert_eq(told.backward_x.flops, 2 * places * 4 * 27);
}

Test(description, of_lab_04s_network)
{
    struct pcg32 weights = pcg32_seed(461, 4);
    const struct cnn_settings settings = cnn_usual();
    struct arena model;
    struct message why;
    cr_assert_eq(arena_create(&model, 4 << 20, &why), 0, "%s", why.text);
    struct cnn *const cnn = cnn_new(&model, &settings, &weights);
    const struct description told = module_describe(cnn_module(cnn), shape_2d(64, 784));
    cr_assert_eq(told.parameters, cnn_parameter_count(cnn));
    cr_assert(shape_equal(told.output, shape_2d(64, 10)));
    const size_t products = 64 * 2 * (16 * 9 * 784 + 32 * 16 * 9 * 196 + 1568 * 128 + 1280);
    cr_assert_gt(told.forward.flops, products);
    cr_assert_lt(told.forward.flops, products + products / 40);
    arena_destroy(&model);
}

Test(description, of_lab_03s_network)
{
    struct pcg32 weights = pcg32_seed(461, 5);
    const struct image_classifier_settings settings = {.layers = 2,
                                                       .size = {6, 4, 3},
                                                       .hidden = activation_relu,
                                                       .batch_norm = true,
                                                       .dropout = (real)0.5};
    struct image_classifier *const classifier =
        image_classifier_new(&scratch, &settings, &weights, &weights);
    const struct description told =
        described(image_classifier_module(classifier), shape_2d(2, 6), "sequential of 5");
    cr_assert_eq(told.parameters, image_classifier_parameter_count(classifier));
}

static struct variable *pass_on(struct tape *tape, void *self, struct variable *x)
{
    (void)tape;
    (void)self;
    return x;
}

Test(description, a_module_may_tell_nothing_and_then_neither_does_its_sequence)
{
    const struct module silent = {.forward = pass_on};
    const struct module modules[] = {relu_module(), silent, relu_module()};
    struct sequential sequential = {3, modules};
    cr_assert_str_eq(module_describe(silent, shape_1d(3)).kind, "");
    cr_assert_str_eq(module_describe(sequential_module(&sequential), shape_1d(3)).kind, "");
}
