#include "train/step.h"

#include "autograd/backward.h"
#include "layers/linear_layer.h"
#include "losses/loss.h"
#include "models/mlp.h"
#include "tests/on_tape.h"

TestSuite(step, .init = tape_test_begin, .fini = tape_test_end);

/* A training of one linear layer from 1 to 1, y = 3 x + 1, with rate 1/4. */
struct line {
    struct linear_layer layer;
    struct parameter parameter[2];
    struct optimizer optimizer;
    struct tape tape;
    struct training training;
};

static struct line *make_line(void)
{
    struct line *const line = arena_take(&scratch, sizeof *line);
    line->layer = linear_layer_new(&scratch, 1, 1);
    line->layer.w.value.data[0] = 3;
    line->layer.b.value.data[0] = 1;
    line->parameter[0] = variable_as_parameter(&line->layer.w);
    line->parameter[1] = variable_as_parameter(&line->layer.b);
    line->optimizer =
        optimizer_new(&scratch, line->parameter, 2, (struct optimizer_settings){.rate = 0.25});
    line->tape = new_tape();
    line->training =
        (struct training){&line->tape, linear_module(&line->layer), mse_loss, &line->optimizer};
    return line;
}

static real two[] = {2}, ten[] = {10};
static const struct tensor x_is_2 = {{2, {1, 1}}, two}, y_is_10 = {{2, {1, 1}}, ten};

/* yhat = 7, loss 9, d loss / d yhat = -6, by the slope -12, by the offset -6. */
Test(step, by_hand)
{
    struct line *const line = make_line();
    cr_assert_eq(train_step(&line->training, x_is_2, y_is_10), 9);
    cr_assert_eq(line->layer.w.value.data[0], 6);
    cr_assert_eq(line->layer.b.value.data[0], 2.5);
    cr_assert_eq(line->layer.w.gradient[0], -12);
    cr_assert_eq(line->layer.b.gradient[0], -6);
    cr_assert_eq(line->optimizer.steps, 1);
}

/* From y = 6 x + 2.5: yhat = 14.5, loss 20.25, d loss / d yhat = 9. */
Test(step, a_second_one_begins_with_gradients_of_0)
{
    struct line *const line = make_line();
    train_step(&line->training, x_is_2, y_is_10);
    cr_assert_eq(train_step(&line->training, x_is_2, y_is_10), 20.25);
    cr_assert_eq(line->layer.w.gradient[0], 18);
    cr_assert_eq(line->layer.w.value.data[0], 1.5);
    cr_assert_eq(line->layer.b.value.data[0], 0.25);
}

Test(step, leaves_the_tape_empty_and_takes_no_memory_of_the_model)
{
    struct line *const line = make_line();
    const size_t model = scratch.used;
    for (size_t i = 0; i < 200; i++) { /* more than the tape has room for */
        train_step(&line->training, x_is_2, y_is_10);
        cr_assert_eq(line->tape.count, 0);
        cr_assert_eq(step_arena.used, 0);
    }
    cr_assert_eq(scratch.used, model);
}

Test(step, evaluate_is_the_loss_and_changes_nothing)
{
    struct line *const line = make_line();
    line->layer.w.gradient[0] = 5;
    cr_assert_eq(evaluate_loss(&line->training, x_is_2, y_is_10), 9);
    cr_assert_eq(evaluate_loss(&line->training, x_is_2, y_is_10), 9);
    cr_assert_eq(line->layer.w.value.data[0], 3);
    cr_assert_eq(line->layer.b.value.data[0], 1);
    cr_assert_eq(line->layer.w.gradient[0], 5);
    cr_assert_eq(line->layer.b.gradient[0], 0);
    cr_assert_eq(line->optimizer.steps, 0);
    cr_assert_eq(line->tape.count, 0);
    cr_assert_eq(step_arena.used, 0);
}

Test(step, evaluate_restores_whether_the_tape_records)
{
    struct line *const line = make_line();
    evaluate_loss(&line->training, x_is_2, y_is_10);
    cr_assert(line->tape.recording);
    line->tape.recording = false;
    evaluate_loss(&line->training, x_is_2, y_is_10);
    cr_assert_not(line->tape.recording);
}

Test(step, evaluate_restores_whether_the_tape_trains)
{
    struct line *const line = make_line();
    cr_assert(line->tape.training);
    evaluate_loss(&line->training, x_is_2, y_is_10);
    cr_assert(line->tape.training);
    line->tape.training = false;
    evaluate_loss(&line->training, x_is_2, y_is_10);
    cr_assert_not(line->tape.training);
}

static struct variable *refuse_to_train(struct tape *tape, struct variable *yhat,
                                        struct variable *y)
{
    cr_assert_not(tape->training);
    return mse_loss(tape, yhat, y);
}

Test(step, evaluate_does_not_train)
{
    struct line *const line = make_line();
    line->training.loss = refuse_to_train;
    cr_assert_eq(evaluate_loss(&line->training, x_is_2, y_is_10), 9);
}

static struct variable *refuse_to_record(struct tape *tape, struct variable *yhat,
                                         struct variable *y)
{
    cr_assert_not(tape->recording);
    return mse_loss(tape, yhat, y);
}

Test(step, evaluate_does_not_record)
{
    struct line *const line = make_line();
    line->training.loss = refuse_to_record;
    cr_assert_eq(evaluate_loss(&line->training, x_is_2, y_is_10), 9);
}

/* A whole network: the same as zero, forward, loss, backward, step, written out. */
static void compare_with_written_out(enum activation hidden, real beta)
{
    const size_t size[] = {3, 5, 4, 2};
    struct pcg32 generator = pcg32_seed(241, 1), same_generator = generator;
    struct mlp mlp = mlp_new(&scratch, 3, size, hidden, initialisation_xavier, &generator);
    struct mlp same = mlp_new(&scratch, 3, size, hidden, initialisation_xavier, &same_generator);
    struct parameter parameter[6], same_parameter[6];
    mlp_parameters(&mlp, parameter);
    mlp_parameters(&same, same_parameter);
    const struct optimizer_settings settings = {.rate = 0.5, .beta = beta};
    struct optimizer optimizer = optimizer_new(&scratch, parameter, 6, settings);
    struct optimizer same_optimizer = optimizer_new(&scratch, same_parameter, 6, settings);
    struct tape tape = new_tape();
    struct training training = {&tape, mlp_module(&mlp), binary_cross_entropy_loss, &optimizer};
    for (size_t step = 0; step < 3; step++) {
        const struct tensor x = {shape_2d(7, 3), random_reals(&generator, 21)};
        const struct tensor y = {shape_2d(7, 2), random_reals(&generator, 14)};
        const real loss = train_step(&training, x, y);

        optimizer_zero_gradients(&same_optimizer);
        struct variable *const yhat = mlp_forward(&tape, &same, tape_constant(&tape, x));
        struct variable *const same_loss =
            binary_cross_entropy_loss(&tape, yhat, tape_constant(&tape, y));
        tape_backward(&tape, same_loss);
        optimizer_step(&same_optimizer);
        cr_assert_eq(loss, same_loss->value.data[0], "step %zu", step);
        tape_reset(&tape);
        for (size_t i = 0; i < 6; i++) {
            assert_all_near(parameter[i].count, parameter[i].value, same_parameter[i].value, 0);
        }
    }
}

Test(step, is_zero_forward_loss_backward_step)
{
    for (enum activation hidden = activation_none; hidden < activation_count; hidden++) {
        compare_with_written_out(hidden, 0);
        compare_with_written_out(hidden, (real)0.9);
    }
}

Test(step, leaves_the_batch_alone)
{
    struct line *const line = make_line();
    train_step(&line->training, x_is_2, y_is_10);
    evaluate_loss(&line->training, x_is_2, y_is_10);
    cr_assert_eq(two[0], 2);
    cr_assert_eq(ten[0], 10);
}

static struct variable *pass_on(struct tape *tape, void *self, struct variable *x)
{
    (void)tape;
    (void)self;
    return x;
}

static void train_without_parameters(void)
{
    struct line *const line = make_line();
    line->training.model = (struct module){.forward = pass_on};
    train_step(&line->training, x_is_2, y_is_10);
}

static void train_without_recording(void)
{
    struct line *const line = make_line();
    line->tape.recording = false;
    train_step(&line->training, x_is_2, y_is_10);
}

Test(step, panics_when_there_is_nothing_to_walk_back)
{
    cr_assert_str_eq(
        panic_of(train_without_parameters),
        "descent: train_step: nothing was recorded: the loss depends on no parameter\n");
    cr_assert_str_eq(panic_of(train_without_recording),
                     "descent: train_step: nothing was recorded: the tape does not record\n");
}
