#include "train/profile.h"

#include "autograd/backward.h"
#include "layers/activation.h"
#include "layers/linear_layer.h"
#include "losses/loss.h"
#include "tests/on_tape.h"
#include "train/step.h"

#include <string.h>

TestSuite(profile, .init = tape_test_begin, .fini = tape_test_end);

/* A clock that goes on when a test waits; and, when it ticks, whenever somebody looks at it. */
static double made_now, tick;

static double look(void)
{
    made_now += 1e-3 * tick;
    return made_now;
}

static void wait(double milliseconds)
{
    made_now += 1e-3 * milliseconds;
}

/* A module that takes its time: so many milliseconds forward and backward. */
struct slow {
    double forward_ms, backward_ms;
};

static void slow_back(const struct record *record)
{
    const struct slow *const slow = record->context;
    wait(slow->backward_ms);
    for (size_t i = 0; i < variable_count(record->output); i++) {
        record->input[0]->gradient[i] += record->output->gradient[i];
    }
}

static struct variable *run_slow(struct tape *tape, void *self, struct variable *x)
{
    const struct slow *const slow = self;
    struct variable *const y =
        tape_record_with(tape, x->value.shape, slow_back, x, NULL, NULL, slow);
    memcpy(y->value.data, x->value.data, variable_count(x) * sizeof(real));
    wait(slow->forward_ms);
    return y;
}

static struct description describe_slow(const void *self, struct shape x)
{
    (void)self;
    return describe_elementwise("slow", x, 1, 2, false);
}

static struct module slow_module(struct slow *slow)
{
    return (struct module){run_slow, slow, describe_slow};
}

static const struct profile_row *row_named(const struct profile *profile, const char *name,
                                           size_t number)
{
    for (size_t i = 0; i < profile->count; i++) {
        if (strcmp(profile->row[i].name, name) == 0 && number-- == 0) {
            return &profile->row[i];
        }
    }
    cr_assert_fail("no row %s", name);
    return NULL;
}

#define assert_ms(seconds, milliseconds)                                                           \
    cr_assert_float_eq(seconds, 1e-3 * (milliseconds), 1e-9, "%s is %g ms, expected %g", #seconds, \
                       1e3 * (seconds), (double)(milliseconds))

/* One pass, forward and backward, from x. */
static void pass(struct tape *tape, struct module model, struct variable *x)
{
    struct variable *const y = module_forward(tape, model, x);
    tape_backward(tape, mse_loss(tape, y, x));
    tape_reset(tape);
}

static struct variable *some_x(void)
{
    struct pcg32 generator = pcg32_seed(463, 1);
    return random_variable(&generator, shape_2d(4, 3));
}

/* A tape with a profile that is running. */
static struct profile *watched(struct tape *tape)
{
    *tape = new_tape();
    struct profile *const profile = profile_new(&scratch, tape->room);
    tape->watcher = profile_watcher(profile);
    profile->now = look;
    profile_begin(profile);
    return profile;
}

Test(profile, tells_each_layers_time_forward_and_backward)
{
    struct tape tape;
    struct slow first = {5, 15}, last = {25, 10};
    const struct module modules[] = {slow_module(&first), slow_module(&last)};
    struct sequential model = {2, modules};
    struct profile *const profile = watched(&tape);
    pass(&tape, sequential_module(&model), some_x());
    profile_end(profile);
    const struct profile_row *const a = row_named(profile, "slow", 0);
    const struct profile_row *const b = row_named(profile, "slow", 1);
    assert_ms(a->forward.seconds, 5);
    assert_ms(a->backward.seconds, 15);
    assert_ms(b->forward.seconds, 25);
    assert_ms(b->backward.seconds, 10);
}

/* The profile looks twice wherever it does something: one tick lies between its looks and is left out. */
Test(profile, the_rows_add_up_to_the_whole_without_the_profiles_own_time)
{
    struct tape tape;
    struct slow slow = {3, 4};
    const struct module modules[] = {slow_module(&slow), relu_module(), slow_module(&slow)};
    struct sequential model = {3, modules};
    struct profile *const profile = watched(&tape);
    tick = 1;
    pass(&tape, sequential_module(&model), some_x());
    wait(5);
    profile_end(profile);
    double sum = 0;
    for (size_t i = 0; i < profile->count; i++) {
        sum += profile->row[i].forward.seconds + profile->row[i].backward.seconds;
    }
    /* 4 modules are entered and left, 3 of them and the loss led back: 17 spans end with a tick */
    assert_ms(sum, 2 * 3 + 2 * 4 + 5 + 4 * 2 + 4 * 2 + 1);
    assert_ms(profile->seconds, 1e3 * sum);
}

/* Layers used twice stand in two rows, those of a block that is used twice too. */
Test(profile, knows_who_left_a_record_in_sequences_within_sequences)
{
    struct tape tape;
    struct slow short_one = {0, 5}, long_one = {0, 20};
    const struct module block_modules[] = {slow_module(&short_one), relu_module()};
    struct sequential block = {2, block_modules};
    const struct module modules[] = {sequential_module(&block), slow_module(&long_one),
                                     sequential_module(&block)};
    struct sequential model = {3, modules};
    struct profile *const profile = watched(&tape);
    struct variable *const x = some_x();
    for (size_t i = 0; i < 3; i++) {
        pass(&tape, sequential_module(&model), x);
    }
    profile_end(profile);
    cr_assert_eq(profile->passes, 3);
    cr_assert_eq(profile->count, 1 + 1 + 7, "%zu rows", profile->count);
    const double expected[] = {15, 60, 15};
    const size_t depths[] = {2, 1, 2};
    for (size_t i = 0; i < 3; i++) {
        const struct profile_row *const row = row_named(profile, "slow", i);
        assert_ms(row->backward.seconds, expected[i]);
        cr_assert_eq(row->depth, depths[i]);
        cr_assert_eq(row->backward.flops, 3 * 2 * 12);
    }
}

/* A block whose parts are there, but which does their work itself. */
struct block {
    struct slow *slow;
    struct sequential parts;
};

static struct variable *run_block(struct tape *tape, void *self, struct variable *x)
{
    const struct block *const block = self;
    return run_slow(tape, block->slow, x);
}

static struct description describe_block(const void *self, struct shape x)
{
    const struct block *const block = self;
    struct sequential parts = block->parts;
    struct description description = module_describe(sequential_module(&parts), x);
    description.parts = &block->parts;
    return description;
}

Test(profile, takes_a_block_in_one_kernel_for_a_layer)
{
    struct tape tape;
    struct slow slow = {3, 5};
    const struct module parts[] = {slow_module(&slow), relu_module()};
    struct block block = {&slow, {2, parts}};
    const struct module modules[] = {{run_block, &block, describe_block}};
    struct sequential model = {1, modules};
    struct profile *const profile = watched(&tape);
    pass(&tape, sequential_module(&model), some_x());
    profile_end(profile);
    const struct profile_row *const row = row_named(profile, "sequential of 2", 0);
    cr_assert_eq(row->kind, profile_layer);
    assert_ms(row->forward.seconds, 3);
    assert_ms(row->backward.seconds, 5);
    cr_assert_eq(row->forward.flops, 12 + 12);
    cr_assert_eq(row->backward.flops, 24 + 24);
}

Test(profile, counts_what_the_training_tells_as_sections)
{
    struct tape tape;
    struct profile *const profile = watched(&tape);
    struct variable *const x = some_x();
    struct slow slow = {0, 6};
    tape_section(&tape, "loss");
    run_slow(&tape, &slow, x); /* a record that no module leaves */
    wait(4);
    tape_section(&tape, NULL);
    tape.record[0].backward(&tape.record[0]);
    tape_section(&tape, "optimizer");
    wait(8);
    tape_section(&tape, "loss");
    wait(3);
    profile_end(profile);
    const struct profile_row *const loss = row_named(profile, "loss", 0);
    cr_assert_eq(profile->count, 3);
    assert_ms(loss->forward.seconds, 7);
    assert_ms(loss->backward.seconds, 6);
    assert_ms(row_named(profile, "optimizer", 0)->forward.seconds, 8);
}

/* --- the same results ------------------------------------------------------------------------------ */

/* 20 steps of a small network; returns its weights. */
static const real *weights_after_training(bool with_profile)
{
    struct pcg32 generator = pcg32_seed(463, 2);
    struct linear_layer *const layers = arena_take(&scratch, 2 * sizeof *layers);
    layers[0] = linear_layer_new(&scratch, 3, 5);
    layers[1] = linear_layer_new(&scratch, 5, 2);
    struct parameter parameter[4];
    for (size_t i = 0; i < 2; i++) {
        const struct tensor w = layers[i].w.value;
        memcpy(w.data, random_reals(&generator, shape_count(w.shape)),
               shape_count(w.shape) * sizeof(real));
        parameter[2 * i] = variable_as_parameter(&layers[i].w);
        parameter[2 * i + 1] = variable_as_parameter(&layers[i].b);
    }
    const struct module modules[] = {linear_module(&layers[0]), tanh_module(),
                                     linear_module(&layers[1])};
    struct sequential model = {3, modules};
    struct optimizer optimizer =
        optimizer_new(&scratch, parameter, 4, (struct optimizer_settings){.rate = (real)0.1});
    struct tape tape = new_tape();
    struct profile *const profile = profile_new(&scratch, tape.room);
    tape.watcher = with_profile ? profile_watcher(profile) : NULL;
    struct training training = {&tape, sequential_module(&model), mse_loss, &optimizer};
    const struct tensor x = tensor_view(shape_2d(7, 3), random_reals(&generator, 21));
    const struct tensor y = tensor_view(shape_2d(7, 2), random_reals(&generator, 14));
    profile_begin(profile);
    for (size_t i = 0; i < 20; i++) {
        train_step(&training, x, y);
        evaluate_loss(&training, x, y);
    }
    profile_end(profile);
    cr_assert_eq(profile->passes, with_profile ? 40 : 0);
    return layers[0].w.value.data;
}

Test(profile, changes_no_bit_of_what_is_trained)
{
    const real *const without = weights_after_training(false);
    cr_assert_eq(memcmp(weights_after_training(true), without, 15 * sizeof(real)), 0);
}

/* --- rates ----------------------------------------------------------------------------------------- */

/* x is data, so the first layer leads nothing back to it; an evaluation leads nothing back at all. */
Test(profile, counts_the_flops_that_are_wanted)
{
    struct tape tape;
    struct linear_layer first = linear_layer_new(&scratch, 3, 3),
                        last = linear_layer_new(&scratch, 3, 3);
    const struct module modules[] = {linear_module(&first), linear_module(&last)};
    struct sequential model = {2, modules};
    struct profile *const profile = watched(&tape);
    struct variable *const x = some_x();
    x->gradient = NULL;
    pass(&tape, sequential_module(&model), x);
    tape.recording = false;
    module_forward(&tape, sequential_module(&model), x);
    profile_end(profile);
    const struct profile_row *const a = row_named(profile, "linear 3 -> 3", 0);
    const struct profile_row *const b = row_named(profile, "linear 3 -> 3", 1);
    cr_assert_eq(a->forward.flops, 2 * 72);
    cr_assert_eq(a->backward.flops, 72 + 12);
    cr_assert_eq(b->forward.flops, 2 * 72);
    cr_assert_eq(b->backward.flops, 72 + 12 + 72);
}

Test(profile, does_not_count_before_begin_and_behind_end)
{
    struct tape tape;
    struct slow slow = {2, 2};
    struct profile *const profile = watched(&tape);
    profile_end(profile);
    const double seconds = profile->seconds;
    pass(&tape, slow_module(&slow), some_x());
    profile_end(profile);
    cr_assert_eq(profile->seconds, seconds);
    cr_assert_eq(profile->passes, 0);
    cr_assert_eq(row_named(profile, "slow", 0)->forward.flops, 0);
}

/* --- as a table and a trace ------------------------------------------------------------------------ */

/* Two passes with times of our own making. */
static struct profile *made_profile(void)
{
    struct tape tape;
    struct slow slow = {0, 0};
    const struct module inner_modules[] = {slow_module(&slow)};
    struct sequential inner = {1, inner_modules};
    const struct module modules[] = {sequential_module(&inner), relu_module()};
    struct sequential model = {2, modules};
    struct profile *const profile = watched(&tape);
    tape_section(&tape, "optimizer");
    tape_section(&tape, NULL);
    pass(&tape, sequential_module(&model), some_x());
    profile_end(profile);
    profile->passes = 2;
    profile->seconds = 0.020;
    for (size_t i = 0; i < profile->count; i++) {
        profile->row[i].forward.seconds = 0.001;
        profile->row[i].backward.seconds = 0;
    }
    struct profile_row *const row = (struct profile_row *)row_named(profile, "slow", 0);
    row->forward = (struct profile_sum){0.004, 8e6, 4e7};
    row->backward = (struct profile_sum){0.010, 0, 3e7};
    return profile;
}

Test(profile, is_a_table)
{
    const struct path path = in_folder("profile.txt");
    FILE *const out = fopen(path.text, "w");
    profile_print(out, "> ", made_profile());
    fclose(out);
    const char *const text = text_of_file(path.text);
    const char *const rows[] = {
        "\n> sequential of 1\n",
        "\n>   slow              2.000        2     10     5.000               3   70.0 %\n",
        "\n> relu                0.500 ",
        "\n> optimizer           0.500 ",
        "\n> the rest            1.500 ", /* with both sequences' own */
        "\n> in all             10.000 ms a pass, on average over 2\n"};
    const char *from = text;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *const found = strstr(from, rows[i]);
        cr_assert(found, "%s is not in its place in\n%s", rows[i], text);
        from = found + 1;
    }
}

Test(profile, is_a_trace)
{
    struct message why;
    const struct path path = in_folder("profile.dat");
    cr_assert_eq(profile_write(made_profile(), path.text, &why), 0, "%s", why.text);
    cr_assert_str_eq(text_of_file(path.text), "# layer forward/ms backward/ms\n"
                                              "\"slow\" 2 5\n\"relu\" 0.5 0\n"
                                              "\"optimizer\" 0.5 0\n\"the rest\" 1.5 0\n");
}
