#include "kernels/backend.h"
#include "models/image_classifier.h"
#include "tests/support.h"

#include <tgmath.h>

TestSuite(image_classifier, .init = test_begin, .fini = test_end);

static const struct image_classifier_settings plain = {
    .layers = 3, .size = {5, 4, 3, 2}, .hidden = activation_relu};

static struct pcg32 weights, masks;

static struct image_classifier *classifier_of(const struct image_classifier_settings *settings)
{
    weights = pcg32_seed(501, 1);
    masks = pcg32_seed(501, 2);
    return image_classifier_new(&scratch, settings, &weights, &masks);
}

/* The logits of two rows, from the scratch arena. */
static const real *logits_of(struct image_classifier *classifier, bool training)
{
    static struct arena step;
    static struct tape tape;
    struct message why;
    cr_assert_eq(arena_create(&step, 1 << 18, &why), 0);
    tape = tape_new(&scratch, &step, &naive_backend, 32);
    tape.training = training;
    struct pcg32 generator = pcg32_seed(502, 1);
    const struct tensor x = {shape_2d(2, 5), random_reals(&generator, 10)};
    const struct variable *const logits =
        module_forward(&tape, image_classifier_module(classifier), tape_constant(&tape, x));
    cr_assert_eq(logits->value.shape.size[0], 2);
    const real *const kept = copy_reals(4, logits->value.data);
    arena_destroy(&step);
    return kept;
}

Test(image_classifier, plain_network_is_linear_layers_with_activations)
{
    const struct image_classifier *const classifier = classifier_of(&plain);
    cr_assert_eq(classifier->sequential.count, 5);
    cr_assert_eq(classifier->parameters, 6);
    cr_assert_eq(image_classifier_parameter_count(classifier), 5 * 4 + 4 + 4 * 3 + 3 + 3 * 2 + 2);
}

Test(image_classifier, lab_network_has_235146_parameters)
{
    struct arena large;
    struct message why;
    cr_assert_eq(arena_create(&large, 8 << 20, &why), 0);
    weights = pcg32_seed(501, 1);
    const struct image_classifier_settings lab = {
        .layers = 3, .size = {784, 256, 128, 10}, .hidden = activation_relu};
    const struct image_classifier *const classifier =
        image_classifier_new(&large, &lab, &weights, NULL);
    cr_assert_eq(image_classifier_parameter_count(classifier), 235146);
    arena_destroy(&large);
}

Test(image_classifier, batch_norm_and_dropout_stand_between_the_layers_only)
{
    struct image_classifier_settings settings = plain;
    settings.batch_norm = true;
    settings.dropout = 0.5;
    const struct image_classifier *const classifier = classifier_of(&settings);
    cr_assert_eq(classifier->sequential.count, 3 + 2 * 3);
    cr_assert_eq(classifier->parameters, 6 + 2 * 2);
    cr_assert_eq(image_classifier_parameter_count(classifier), 47 + 2 * 4 + 2 * 3);
}

/* Weights that make each hidden unit its input: with a negative offset ReLU closes all. */
Test(image_classifier, activation_stands_behind_each_hidden_layer)
{
    struct image_classifier *const classifier = classifier_of(&plain);
    tensor_fill(classifier->linear[1].b.value, -100);
    tensor_fill(classifier->linear[2].b.value, 7);
    const real expected[] = {7, 7, 7, 7};
    assert_all_near(4, logits_of(classifier, false), expected, 0);
}

Test(image_classifier, dropout_drops_in_training_alone)
{
    struct image_classifier_settings settings = plain;
    settings.dropout = (real)0.6;
    struct image_classifier *const with = classifier_of(&settings);
    const real *const dropped = logits_of(with, true), *const evaluated = logits_of(with, false);
    const real *const without = logits_of(classifier_of(&plain), true);
    cr_assert_not_null(first_difference(4, dropped, without, (real)1e-3));
    assert_all_near(4, evaluated, without, 0);
}

Test(image_classifier, one_layer_has_nothing_behind_it)
{
    const struct image_classifier_settings one = {
        .layers = 1, .size = {5, 2}, .hidden = activation_relu, .batch_norm = true};
    const struct image_classifier *const classifier = classifier_of(&one);
    cr_assert_eq(classifier->sequential.count, 1);
    cr_assert_eq(classifier->parameters, 2);
}

static real largest_of(struct tensor tensor)
{
    real largest = 0;
    for (size_t i = 0; i < shape_count(tensor.shape); i++) {
        largest = fmax(largest, fabs(tensor.data[i]));
    }
    return largest;
}

/* He's limit is sqrt(6 / in). */
Test(image_classifier, last_layer_starts_a_tenth_as_large)
{
    const struct image_classifier_settings wide = {.layers = 2, .size = {5, 100, 30}};
    const struct image_classifier *const classifier = classifier_of(&wide);
    const real first = largest_of(classifier->linear[0].w.value) / sqrt((real)6 / 5);
    const real last = largest_of(classifier->linear[1].w.value) / sqrt((real)6 / 100);
    cr_assert(first > (real)0.9 && first <= 1, "%g", (double)first);
    cr_assert(last > (real)0.09 && last <= (real)0.1001, "%g", (double)last);
}

static void make_too_many_layers(void)
{
    struct image_classifier_settings settings = plain;
    settings.layers = image_classifier_max_layers + 1;
    image_classifier_new(&scratch, &settings, &weights, NULL);
}

Test(image_classifier, too_many_layers_stop_the_program)
{
    cr_assert_str_eq(panic_of(make_too_many_layers),
                     "descent: image_classifier_new: 9 layers: from 1 to 8 are possible\n");
}
