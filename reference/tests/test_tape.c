#include "autograd/tape.h"

#include "autograd/arithmetic.h"
#include "tests/on_tape.h"

#include <math.h>

TestSuite(tape, .init = tape_test_begin, .fini = tape_test_end);

static void unused_backward(const struct record *record)
{
    (void)record;
}

Test(tape, a_new_one_records_and_holds_nothing)
{
    const struct tape tape = new_tape();
    cr_assert(tape.recording);
    cr_assert_eq(tape.count, 0);
    cr_assert_eq(tape.room, 64);
    cr_assert_eq(tape.backend, &naive_backend);
    cr_assert_eq(step_arena.used, 0);
}

Test(tape, a_record_holds_what_the_way_back_needs)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(141, 1);
    struct variable *const x = random_variable(&generator, shape_2d(2, 3));
    struct variable *const y = random_variable(&generator, shape_1d(4));
    const int context = 5;
    struct variable *const out =
        tape_record_with(&tape, shape_2d(3, 1), unused_backward, x, y, NULL, &context);
    cr_assert_eq(tape.count, 1);
    const struct record *const record = &tape.record[0];
    cr_assert_eq(record->backward, unused_backward);
    cr_assert_eq(record->tape, &tape);
    cr_assert_eq(record->output, out);
    cr_assert_eq(record->input[0], x);
    cr_assert_eq(record->input[1], y);
    cr_assert_null(record->input[2]);
    cr_assert_eq(record->context, &context);
}

Test(tape, a_record_has_no_context_unless_it_is_given)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(141, 2);
    struct variable *const x = random_variable(&generator, shape_1d(1));
    tape_record(&tape, shape_1d(1), unused_backward, x, NULL, NULL);
    cr_assert_null(tape.record[0].context);
}

Test(tape, an_output_has_the_shape_asked_for_and_a_gradient_of_0)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(141, 3);
    struct variable *const x = random_variable(&generator, shape_1d(2));
    const struct variable *const out =
        tape_record(&tape, shape_2d(3, 5), unused_backward, x, NULL, NULL);
    cr_assert(shape_equal(out->value.shape, shape_2d(3, 5)));
    for (size_t i = 0; i < 15; i++) {
        cr_assert_eq(out->gradient[i], 0, "element %zu", i);
    }
}

#ifndef NDEBUG
Test(tape, an_output_is_not_a_number_before_it_is_written)
{
    if (under_valgrind()) {
        cr_skip_test("to look at unwritten memory is an error there");
    }
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(141, 4);
    struct variable *const x = random_variable(&generator, shape_1d(2));
    const struct variable *const out =
        tape_record(&tape, shape_1d(3), unused_backward, x, NULL, NULL);
    for (size_t i = 0; i < 3; i++) {
        cr_assert(isnan(out->value.data[i]), "element %zu", i);
    }
}
#endif

Test(tape, any_input_that_wants_a_gradient_is_enough)
{
    const real one = 1;
    for (size_t wanting = 0; wanting < 3; wanting++) {
        struct tape tape = new_tape();
        struct variable *input[3];
        for (size_t i = 0; i < 3; i++) {
            input[i] =
                i == wanting ? variable_of(shape_1d(1), &one) : constant_of(shape_1d(1), &one);
        }
        const struct variable *const out =
            tape_record(&tape, shape_1d(1), unused_backward, input[0], input[1], input[2]);
        cr_assert_not_null(out->gradient, "input %zu", wanting);
        cr_assert_eq(tape.count, 1, "input %zu", wanting);
    }
}

Test(tape, constants_leave_no_record)
{
    struct tape tape = new_tape();
    real numbers[] = {1, 2, 3};
    struct variable *const x = tape_constant(&tape, tensor_view(shape_1d(3), numbers));
    cr_assert_null(x->gradient);
    cr_assert_eq(x->value.data, numbers);
    cr_assert(shape_equal(x->value.shape, shape_1d(3)));
    const struct variable *const sum = add(&tape, x, x);
    cr_assert_null(sum->gradient);
    cr_assert_eq(tape.count, 0);
    cr_assert_eq(sum->value.data[2], 6);
}

Test(tape, what_constants_give_is_a_constant)
{
    struct tape tape = new_tape();
    const real one = 1;
    struct variable *const c = constant_of(shape_1d(1), &one);
    struct variable *const w = variable_of(shape_1d(1), &one);
    add(&tape, add(&tape, c, c), w); /* the first leaves no record, the second does */
    cr_assert_eq(tape.count, 1);
}

Test(tape, records_nothing_while_recording_is_off)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(142, 1);
    struct variable *const x = random_variable(&generator, shape_1d(3));
    tape.recording = false;
    const struct variable *const sum = add(&tape, x, x);
    cr_assert_null(sum->gradient);
    cr_assert_eq(tape.count, 0);
    cr_assert_eq(sum->value.data[1], 2 * x->value.data[1]);
    tape.recording = true;
    add(&tape, x, x);
    cr_assert_eq(tape.count, 1);
}

static void one_record_too_many(void)
{
    struct tape tape = tape_new(&scratch, &step_arena, &naive_backend, 2);
    const real one = 1;
    struct variable *const x = variable_of(shape_1d(1), &one);
    for (size_t i = 0; i < 3; i++) {
        add(&tape, x, x);
    }
}

static void as_many_records_as_there_is_room(void)
{
    struct tape tape = tape_new(&scratch, &step_arena, &naive_backend, 2);
    const real one = 1;
    struct variable *const x = variable_of(shape_1d(1), &one);
    struct variable *const c = tape_constant(&tape, x->value);
    for (size_t i = 0; i < 2; i++) {
        add(&tape, x, x);
        add(&tape, c, c); /* takes no room */
    }
}

Test(tape, panics_when_it_is_full)
{
    as_many_records_as_there_is_room();
    cr_assert_str_eq(
        panic_of(one_record_too_many),
        "descent: tape_record: the tape has room for 2 operations; was tape_reset forgotten?\n");
}

Test(tape, reset_forgets_the_records_and_gives_the_memory_back)
{
    struct tape tape = tape_new(&scratch, &step_arena, &naive_backend, 2);
    struct pcg32 generator = pcg32_seed(143, 1);
    struct variable *const x = random_variable(&generator, shape_2d(3, 5));
    const size_t model = scratch.used;
    for (size_t step = 0; step < 1000; step++) {
        add(&tape, add(&tape, x, x), x);
        cr_assert_gt(step_arena.used, 0);
        tape_reset(&tape);
        cr_assert_eq(tape.count, 0);
        cr_assert_eq(step_arena.used, 0);
    }
    cr_assert_eq(scratch.used, model);
}

Test(tape, reset_leaves_parameters_and_whether_it_records_alone)
{
    struct tape tape = new_tape();
    const real values[] = {1, 2};
    struct variable *const x = variable_of(shape_1d(2), values);
    x->gradient[1] = 7;
    tape.recording = false;
    tape_reset(&tape);
    cr_assert_not(tape.recording);
    cr_assert_eq(x->value.data[1], 2);
    cr_assert_eq(x->gradient[1], 7);
}

Test(tape, gives_a_gradient_that_nobody_wants_a_place)
{
    struct tape tape = new_tape();
    const real values[] = {1, 2, 3};
    const struct variable *const wanted = variable_of(shape_1d(3), values);
    const struct variable *const data = constant_of(shape_1d(3), values);
    cr_assert_eq(tape_gradient(&tape, wanted), wanted->gradient);
    assert_all_near(3, tape_gradient(&tape, data), zero_reals(3), 0);
    cr_assert_neq(tape_gradient(&tape, data), tape_gradient(&tape, data));
    cr_assert_null(data->gradient);
}

Test(tape, a_new_one_records_and_trains)
{
    const struct tape tape = new_tape();
    cr_assert(tape.recording);
    cr_assert(tape.training);
}
