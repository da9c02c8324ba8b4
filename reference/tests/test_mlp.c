#include "models/mlp.h"

#include "tests/on_tape.h"

#include <math.h>

TestSuite(mlp, .init = tape_test_begin, .fini = tape_test_end);

static struct mlp network(size_t layers, const size_t *size, enum activation hidden,
                          enum initialisation initialisation)
{
    struct pcg32 generator = pcg32_seed(211, 1);
    return mlp_new(&scratch, layers, size, hidden, initialisation, &generator);
}

Test(mlp, has_the_layers_and_sizes_asked_for)
{
    const size_t size[] = {3, 5, 4, 2};
    const struct mlp mlp = network(3, size, activation_tanh, initialisation_xavier);
    cr_assert_eq(mlp.layers, 3);
    cr_assert_eq(mlp.hidden, activation_tanh);
    for (size_t i = 0; i < 3; i++) {
        cr_assert(shape_equal(mlp.layer[i].w.value.shape, shape_2d(size[i + 1], size[i])));
        cr_assert(shape_equal(mlp.layer[i].b.value.shape, shape_1d(size[i + 1])));
    }
}

static void make_no_layer(void)
{
    network(0, (const size_t[]){3}, activation_tanh, initialisation_xavier);
}

static void make_18_layers(void)
{
    size_t size[19];
    for (size_t i = 0; i < 19; i++) {
        size[i] = 2;
    }
    network(18, size, activation_tanh, initialisation_xavier);
}

Test(mlp, panics_without_a_layer_and_with_too_many)
{
    cr_assert_str_eq(panic_of(make_no_layer),
                     "descent: mlp_new: 0 layers: from 1 to 17 are possible\n");
    cr_assert_str_eq(panic_of(make_18_layers),
                     "descent: mlp_new: 18 layers: from 1 to 17 are possible\n");
}

/* --- how it starts --- */

Test(mlp, offsets_and_gradients_start_at_0)
{
    const size_t size[] = {3, 5, 2};
    for (enum initialisation i = initialisation_zero; i <= initialisation_he; i++) {
        const struct mlp mlp = network(2, size, activation_relu, i);
        struct parameter parameter[4];
        mlp_parameters(&mlp, parameter);
        for (size_t p = 0; p < 4; p++) {
            const real *const zeros = zero_reals(parameter[p].count);
            assert_all_near(parameter[p].count, parameter[p].gradient, zeros, 0);
            if (p % 2 == 1) {
                assert_all_near(parameter[p].count, parameter[p].value, zeros, 0);
            }
        }
    }
}

/* The largest of the layer's weights times `sign`. */
static real largest_weight(const struct linear_layer *layer, real sign)
{
    real largest = 0;
    for (size_t i = 0; i < variable_count(&layer->w); i++) {
        const real weight = sign * layer->w.value.data[i];
        largest = weight > largest ? weight : largest;
    }
    return largest;
}

static void check_limit(const struct linear_layer *layer, double limit)
{
    for (real sign = -1; sign <= 1; sign += 2) {
        const double largest = (double)largest_weight(layer, sign);
        cr_assert_leq(largest, limit * (1 + (double)REAL_EPSILON));
        cr_assert_geq(largest, 0.98 * limit);
    }
}

/* Each rule has its own limit; of 600 draws the largest and the smallest come within 2 % of it. */
Test(mlp, weights_start_within_the_rules_limit)
{
    const size_t size[] = {20, 30, 20};
    const double limit[][2] = {[initialisation_zero] = {0, 0},
                               [initialisation_uniform] = {1, 1},
                               [initialisation_xavier] = {sqrt(6.0 / 50), sqrt(6.0 / 50)},
                               [initialisation_he] = {sqrt(6.0 / 20), sqrt(6.0 / 30)}};
    for (enum initialisation i = initialisation_zero; i <= initialisation_he; i++) {
        const struct mlp mlp = network(2, size, activation_relu, i);
        check_limit(&mlp.layer[0], limit[i][0]);
        check_limit(&mlp.layer[1], limit[i][1]);
    }
}

Test(mlp, layers_start_from_different_numbers_and_seeds_give_the_same_again)
{
    const size_t size[] = {3, 3, 3};
    const struct mlp a = network(2, size, activation_tanh, initialisation_uniform);
    const struct mlp b = network(2, size, activation_tanh, initialisation_uniform);
    assert_all_near(9, a.layer[0].w.value.data, b.layer[0].w.value.data, 0);
    assert_all_near(9, a.layer[1].w.value.data, b.layer[1].w.value.data, 0);
    for (size_t i = 0; i < 9; i++) {
        cr_assert_neq(a.layer[0].w.value.data[i], a.layer[1].w.value.data[i], "weight %zu", i);
    }
}

/* --- forward --- */

/* 2-2-1 with numbers that are easy to follow. */
Test(mlp, forward_by_hand)
{
    struct tape tape = new_tape();
    struct mlp mlp = network(2, (const size_t[]){2, 2, 1}, activation_relu, initialisation_zero);
    const real w1[] = {1, -1, /**/ -1, 1}, w2[] = {2, 3}, x[] = {5, 1, /**/ 1, 5, /**/ 2, 2};
    const real expected[] = {9, 13, 1};
    for (size_t i = 0; i < 4; i++) {
        mlp.layer[0].w.value.data[i] = w1[i];
    }
    mlp.layer[1].w.value.data[0] = w2[0];
    mlp.layer[1].w.value.data[1] = w2[1];
    mlp.layer[1].b.value.data[0] = 1;
    const struct variable *const out = mlp_forward(&tape, &mlp, constant_of(shape_2d(3, 2), x));
    cr_assert(shape_equal(out->value.shape, shape_2d(3, 1)));
    assert_all_near(3, out->value.data, expected, 0);
}

static void compare_with_composition(size_t layers, enum activation hidden)
{
    const size_t size[] = {3, 5, 4, 2, 6};
    struct tape tape = new_tape();
    struct mlp mlp = network(layers, size, hidden, initialisation_uniform);
    struct pcg32 generator = pcg32_seed(212, layers);
    struct variable *const x = random_variable(&generator, shape_2d(7, 3)), *expected = x;
    for (size_t i = 0; i < layers; i++) {
        expected = linear_layer_forward(&tape, &mlp.layer[i], expected);
        if (i < layers - 1) {
            expected = activate(&tape, hidden, expected);
        }
    }
    const struct variable *const out = mlp_forward(&tape, &mlp, x);
    cr_assert(shape_equal(out->value.shape, shape_2d(7, size[layers])));
    assert_all_near(7 * size[layers], out->value.data, expected->value.data, 0);
}

Test(mlp, forward_is_layer_after_layer_with_activations_between)
{
    for (size_t layers = 1; layers <= 4; layers++) {
        for (enum activation hidden = activation_none; hidden < activation_count; hidden++) {
            compare_with_composition(layers, hidden);
        }
    }
}

Test(mlp, one_layer_has_no_activation)
{
    struct tape tape = new_tape();
    struct mlp mlp = network(1, (const size_t[]){1, 1}, activation_sigmoid, initialisation_zero);
    const real x = 1;
    mlp.layer[0].b.value.data[0] = -5;
    cr_assert_eq(mlp_forward(&tape, &mlp, constant_of(shape_2d(1, 1), &x))->value.data[0], -5);
}

Test(mlp, as_a_module_it_is_the_same)
{
    struct tape tape = new_tape();
    struct mlp mlp = network(2, (const size_t[]){3, 5, 2}, activation_tanh, initialisation_xavier);
    struct pcg32 generator = pcg32_seed(213, 1);
    struct variable *const x = random_variable(&generator, shape_2d(4, 3));
    const struct variable *const direct = mlp_forward(&tape, &mlp, x);
    const struct variable *const out = module_forward(&tape, mlp_module(&mlp), x);
    assert_all_near(8, out->value.data, direct->value.data, 0);
}

/* --- parameters --- */

Test(mlp, parameters_are_w_and_b_of_each_layer)
{
    const struct mlp mlp =
        network(3, (const size_t[]){3, 5, 4, 2}, activation_tanh, initialisation_xavier);
    struct parameter parameter[6];
    mlp_parameters(&mlp, parameter);
    const size_t count[] = {15, 5, 20, 4, 8, 2};
    for (size_t i = 0; i < 6; i++) {
        const struct linear_layer *const layer = &mlp.layer[i / 2];
        const struct variable *const variable = i % 2 == 0 ? &layer->w : &layer->b;
        cr_assert_eq(parameter[i].count, count[i], "parameter %zu", i);
        cr_assert_eq(parameter[i].value, variable->value.data, "parameter %zu", i);
        cr_assert_eq(parameter[i].gradient, variable->gradient, "parameter %zu", i);
    }
}
