#include "layers/dropout_layer.h"

#include "kernels/naive/dropout.h"
#include "tests/on_tape.h"

TestSuite(dropout_layer, .init = tape_test_begin, .fini = tape_test_end);

Test(dropout_layer, is_the_kernel_forward_and_backward)
{
    struct tape tape = new_tape();
    struct pcg32 numbers = pcg32_seed(341, 1), generator = pcg32_seed(341, 2), same = generator;
    struct variable *const x = random_variable(&numbers, shape_2d(5, 7));
    const real *const above = random_reals(&numbers, 35);
    const struct dropout_layer layer = dropout_layer_new((real)0.3, &generator);
    const struct variable *const y = dropout_layer_forward(&tape, &layer, x);
    real *const mask = arena_reals(&scratch, 35), *const expected = arena_reals(&scratch, 35);
    dropout_forward(35, (real)0.3, true, &same, x->value.data, mask, expected);
    cr_assert(shape_equal(y->value.shape, shape_2d(5, 7)));
    assert_all_near(35, y->value.data, expected, 0);
    lead_back(&tape, above);
    for (size_t i = 0; i < 35; i++) {
        cr_assert_eq(x->gradient[i], above[i] * mask[i]);
    }
}

Test(dropout_layer, takes_a_new_mask_in_each_pass)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(342, 1);
    struct variable *const x = random_variable(&generator, shape_1d(64));
    const struct dropout_layer layer = dropout_layer_new((real)0.5, &generator);
    const struct variable *const first = dropout_layer_forward(&tape, &layer, x);
    const struct variable *const second = dropout_layer_forward(&tape, &layer, x);
    cr_assert_not_null(first_difference(64, first->value.data, second->value.data, 0));
}

Test(dropout_layer, passes_all_on_in_evaluation_and_draws_nothing)
{
    struct tape tape = new_tape();
    tape.training = false;
    struct pcg32 generator = pcg32_seed(343, 1);
    struct variable *const x = random_variable(&generator, shape_2d(3, 4));
    const struct pcg32 before = generator;
    struct dropout_layer layer = dropout_layer_new((real)0.9, &generator);
    const struct variable *const y = module_forward(&tape, dropout_module(&layer), x);
    assert_all_near(12, y->value.data, x->value.data, 0);
    cr_assert_eq(generator.state, before.state);
    const real *const above = random_reals(&generator, 12);
    lead_back(&tape, above);
    assert_all_near(12, x->gradient, above, 0);
}

/* Whether it records and whether it trains are two questions. */
Test(dropout_layer, drops_on_a_tape_that_does_not_record)
{
    struct tape tape = new_tape();
    tape.recording = false;
    struct pcg32 generator = pcg32_seed(344, 1);
    struct variable *const x = random_variable(&generator, shape_1d(64));
    const struct dropout_layer layer = dropout_layer_new((real)0.5, &generator);
    const struct variable *const y = dropout_layer_forward(&tape, &layer, x);
    cr_assert_not_null(first_difference(64, y->value.data, x->value.data, 0));
    cr_assert_eq(tape.count, 0);
}

Test(dropout_layer, of_data_leaves_no_record)
{
    struct tape tape = new_tape();
    const real values[] = {1, 2, 3};
    struct pcg32 generator = pcg32_seed(345, 1);
    struct dropout_layer layer = dropout_layer_new(0, &generator);
    const struct variable *const y =
        module_forward(&tape, dropout_module(&layer), constant_of(shape_1d(3), values));
    assert_all_near(3, y->value.data, values, 0);
    cr_assert_eq(tape.count, 0);
}

static void drop_all(void)
{
    dropout_layer_new(1, NULL);
}

static void drop_less_than_nothing(void)
{
    dropout_layer_new(-0.5, NULL);
}

Test(dropout_layer, panics_on_a_rate_that_is_none)
{
    cr_assert_str_eq(panic_of(drop_all),
                     "descent: dropout_layer_new: rate is 1, expected 0 to below 1\n");
    cr_assert_str_eq(panic_of(drop_less_than_nothing),
                     "descent: dropout_layer_new: rate is -0.5, expected 0 to below 1\n");
}
