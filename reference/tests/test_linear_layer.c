#include "layers/linear_layer.h"

#include "autograd/products.h"
#include "tests/on_tape.h"

TestSuite(linear_layer, .init = tape_test_begin, .fini = tape_test_end);

static struct linear_layer random_layer(struct pcg32 *generator, size_t in, size_t out)
{
    return (struct linear_layer){*random_variable(generator, shape_2d(out, in)),
                                 *random_variable(generator, shape_1d(out))};
}

static const size_t shapes[][3] = {{1, 1, 1}, {5, 3, 2}, {2, 7, 1}, {1, 4, 3}, {3, 1, 4}};
enum { count_of_shapes = sizeof shapes / sizeof *shapes };

Test(linear_layer, a_new_one_is_0_throughout)
{
    const struct linear_layer layer = linear_layer_new(&scratch, 3, 5);
    cr_assert(shape_equal(layer.w.value.shape, shape_2d(5, 3)));
    cr_assert(shape_equal(layer.b.value.shape, shape_1d(5)));
    const real *const zeros = zero_reals(15);
    assert_all_near(15, layer.w.value.data, zeros, 0);
    assert_all_near(15, layer.w.gradient, zeros, 0);
    assert_all_near(5, layer.b.value.data, zeros, 0);
    assert_all_near(5, layer.b.gradient, zeros, 0);
}

Test(linear_layer, by_hand)
{
    struct tape tape = new_tape();
    const real x[] = {1, 2, 3, /**/ 4, 5, 6};
    const real w[] = {1, 0, -2, /**/ 2, 1, 0}, b[] = {10, 20};
    const real above[] = {1, -1, /**/ 2, 3};
    const real y[] = {5, 24, /**/ 2, 33};
    const real dx[] = {-1, -1, -2, /**/ 8, 3, -4}, dw[] = {9, 12, 15, /**/ 11, 13, 15};
    const real db[] = {3, 2};
    struct linear_layer layer = {*variable_of(shape_2d(2, 3), w), *variable_of(shape_1d(2), b)};
    struct variable *const input = variable_of(shape_2d(2, 3), x);
    const struct variable *const out = linear_layer_forward(&tape, &layer, input);
    lead_back(&tape, above);
    cr_assert(shape_equal(out->value.shape, shape_2d(2, 2)));
    assert_all_near(4, out->value.data, y, 0);
    assert_all_near(6, input->gradient, dx, 0);
    assert_all_near(6, layer.w.gradient, dw, 0);
    assert_all_near(2, layer.b.gradient, db, 0);
}

Test(linear_layer, leaves_itself_on_the_tape)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(171, 1);
    struct linear_layer layer = random_layer(&generator, 3, 2);
    struct variable *const x = random_variable(&generator, shape_2d(4, 3));
    const struct variable *const y = linear_layer_forward(&tape, &layer, x);
    cr_assert_eq(tape.count, 1);
    cr_assert_eq(tape.record[0].backward, linear_layer_backward);
    cr_assert_eq(tape.record[0].output, y);
    cr_assert_eq(tape.record[0].input[0], x);
    cr_assert_eq(tape.record[0].input[1], &layer.w);
    cr_assert_eq(tape.record[0].input[2], &layer.b);
}

/* w^T as a variable of its own. */
static struct variable *transposed(const struct variable *w)
{
    const size_t out = w->value.shape.size[0], in = w->value.shape.size[1];
    struct variable *const turned = variable_of(shape_2d(in, out), w->value.data);
    for (size_t o = 0; o < out; o++) {
        for (size_t j = 0; j < in; j++) {
            turned->value.data[j * out + o] = w->value.data[o * in + j];
        }
    }
    return turned;
}

Test(linear_layer, is_a_product_with_the_transposed_weights_and_a_row)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        const size_t n = shapes[s][0], in = shapes[s][1], out = shapes[s][2];
        struct tape tape = new_tape();
        struct pcg32 generator = pcg32_seed(172, s);
        struct linear_layer layer = random_layer(&generator, in, out);
        struct variable *const x = random_variable(&generator, shape_2d(n, in));
        const real *const above = random_reals(&generator, n * out);
        const struct variable *const y = linear_layer_forward(&tape, &layer, x);
        lead_back(&tape, above);

        struct variable *const same_x = twin_of(x), *const b = twin_of(&layer.b);
        struct variable *const w = transposed(&layer.w);
        struct variable *const product = matmul(&tape, same_x, w);
        const struct variable *const sum = add_row(&tape, product, b);
        lead_back(&tape, above);
        tape.count--;
        lead_back(&tape, product->gradient);
        assert_all_near(n * out, y->value.data, sum->value.data, 16 * REAL_EPSILON);
        assert_all_near(n * in, x->gradient, same_x->gradient, 16 * REAL_EPSILON);
        assert_all_near(out, layer.b.gradient, b->gradient, 16 * REAL_EPSILON);
        for (size_t o = 0; o < out; o++) {
            for (size_t j = 0; j < in; j++) {
                assert_near(layer.w.gradient[o * in + j], w->gradient[j * out + o],
                            16 * REAL_EPSILON);
            }
        }
        tape_reset(&tape);
    }
}

Test(linear_layer, takes_data_that_wants_no_gradient)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        const size_t n = shapes[s][0], in = shapes[s][1], out = shapes[s][2];
        struct tape tape = new_tape();
        struct pcg32 generator = pcg32_seed(173, s);
        struct linear_layer layer = random_layer(&generator, in, out);
        struct linear_layer same = {*twin_of(&layer.w), *twin_of(&layer.b)};
        struct variable *const x = random_variable(&generator, shape_2d(n, in));
        const real *const above = random_reals(&generator, n * out);
        linear_layer_forward(&tape, &layer, x);
        lead_back(&tape, above);
        linear_layer_forward(&tape, &same, tape_constant(&tape, x->value));
        lead_back(&tape, above);
        assert_all_near(out * in, same.w.gradient, layer.w.gradient, 0);
        assert_all_near(out, same.b.gradient, layer.b.gradient, 0);
    }
}

Test(linear_layer, used_twice_collects_both_gradients)
{
    struct tape tape = new_tape();
    const real x[] = {1, 2}, one = 1;
    struct linear_layer layer = linear_layer_new(&scratch, 1, 1);
    linear_layer_forward(&tape, &layer, constant_of(shape_2d(1, 1), &x[0]));
    lead_back(&tape, &one);
    linear_layer_forward(&tape, &layer, constant_of(shape_2d(1, 1), &x[1]));
    lead_back(&tape, &one);
    cr_assert_eq(layer.w.gradient[0], 3);
    cr_assert_eq(layer.b.gradient[0], 2);
}

static real numbers[64 * 784];

static void give_784_to_a_layer_of_10(void)
{
    struct tape tape = new_tape();
    struct linear_layer layer = linear_layer_new(&scratch, 10, 100);
    linear_layer_forward(&tape, &layer,
                         tape_constant(&tape, tensor_view(shape_2d(64, 784), numbers)));
}

static void give_a_row(void)
{
    struct tape tape = new_tape();
    struct linear_layer layer = linear_layer_new(&scratch, 3, 2);
    linear_layer_forward(&tape, &layer, variable_of(shape_1d(3), numbers));
}

static void give_three_axes(void)
{
    struct tape tape = new_tape();
    struct linear_layer layer = linear_layer_new(&scratch, 3, 4);
    linear_layer_forward(&tape, &layer, variable_of(shape_3d(2, 3, 3), numbers));
}

Test(linear_layer, panics_with_both_shapes)
{
    cr_assert_str_eq(panic_of(give_784_to_a_layer_of_10),
                     "descent: linear_layer: x is (64,784), w is (100,10): 784 != 10\n");
    cr_assert_str_eq(panic_of(give_a_row),
                     "descent: linear_layer: x is (3), w is (2,3): x needs 2 axes\n");
    cr_assert_str_eq(panic_of(give_three_axes),
                     "descent: linear_layer: x is (2,3,3), w is (4,3): x needs 2 axes\n");
}
