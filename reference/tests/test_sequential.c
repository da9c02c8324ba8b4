#include "layers/sequential.h"

#include "layers/activation.h"
#include "layers/linear_layer.h"
#include "tests/on_tape.h"

TestSuite(sequential, .init = tape_test_begin, .fini = tape_test_end);

static struct linear_layer random_layer(struct pcg32 *generator, size_t in, size_t out)
{
    return (struct linear_layer){*random_variable(generator, shape_2d(out, in)),
                                 *random_variable(generator, shape_1d(out))};
}

Test(sequential, is_one_module_behind_the_other)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(191, 1);
    struct linear_layer first = random_layer(&generator, 3, 5),
                        last = random_layer(&generator, 5, 2);
    struct variable *const x = random_variable(&generator, shape_2d(4, 3));
    const struct module modules[] = {linear_module(&first), tanh_module(), linear_module(&last)};
    const struct sequential sequential = {3, modules};

    const struct variable *const out = sequential_forward(&tape, &sequential, x);
    struct variable *const hidden =
        activate(&tape, activation_tanh, linear_layer_forward(&tape, &first, x));
    const struct variable *const expected = linear_layer_forward(&tape, &last, hidden);
    cr_assert(shape_equal(out->value.shape, shape_2d(4, 2)));
    assert_all_near(8, out->value.data, expected->value.data, 0);
    cr_assert_eq(tape.count, 6);
}

Test(sequential, of_no_module_is_the_input)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(191, 2);
    struct variable *const x = random_variable(&generator, shape_1d(3));
    cr_assert_eq(sequential_forward(&tape, &(struct sequential){0, NULL}, x), x);
}

Test(sequential, may_stand_inside_another)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(191, 3);
    struct linear_layer layer = random_layer(&generator, 3, 3);
    struct variable *const x = random_variable(&generator, shape_2d(2, 3));
    const struct module block_modules[] = {linear_module(&layer), relu_module()};
    struct sequential block = {2, block_modules};
    const struct module modules[] = {sequential_module(&block), sequential_module(&block)};
    const struct variable *const out =
        sequential_forward(&tape, &(struct sequential){2, modules}, x);
    const struct module flat_modules[] = {linear_module(&layer), relu_module(),
                                          linear_module(&layer), relu_module()};
    const struct variable *const flat =
        sequential_forward(&tape, &(struct sequential){4, flat_modules}, x);
    assert_all_near(6, out->value.data, flat->value.data, 0);
}

Test(sequential, every_activation_has_its_module)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(191, 4);
    struct variable *const x = random_variable(&generator, shape_2d(3, 5));
    const struct {
        struct module module;
        enum activation activation;
    } pairs[] = {{sigmoid_module(), activation_sigmoid},
                 {tanh_module(), activation_tanh},
                 {relu_module(), activation_relu},
                 {leaky_relu_module(), activation_leaky_relu}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct variable *const out = module_forward(&tape, pairs[i].module, x);
        const struct variable *const expected = activate(&tape, pairs[i].activation, x);
        assert_all_near(15, out->value.data, expected->value.data, 0);
    }
}

/* What a module of one's own looks like: x scaled by a number. */
struct scale {
    real by;
    struct variable *seen;
};

static struct variable *run_scale(struct tape *tape, void *self, struct variable *x)
{
    struct scale *const scale = self;
    scale->seen = x;
    struct variable *const y = tape_record(tape, x->value.shape, NULL, x, NULL, NULL);
    for (size_t i = 0; i < variable_count(x); i++) {
        y->value.data[i] = scale->by * x->value.data[i];
    }
    return y;
}

Test(sequential, takes_modules_of_ones_own)
{
    struct tape tape = new_tape();
    const real values[] = {1, -2}, expected[] = {-6, 12};
    struct scale twice = {.by = 2}, minus_three = {.by = -3};
    const struct module modules[] = {{.forward = run_scale, .self = &twice},
                                     {.forward = run_scale, .self = &minus_three}};
    struct variable *const x = variable_of(shape_1d(2), values);
    const struct variable *const out =
        sequential_forward(&tape, &(struct sequential){2, modules}, x);
    assert_all_near(2, out->value.data, expected, 0);
    cr_assert_eq(twice.seen, x);
    cr_assert_eq(minus_three.seen, tape.record[0].output);
}
