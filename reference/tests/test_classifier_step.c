/* A training step of a classifier with batch norm and dropout: it learns, with either backend the same,
 * calls malloc not once, and evaluation leaves all state alone. */
#include "kernels/fast/fast.h"
#include "layers/activation.h"
#include "layers/batch_norm_layer.h"
#include "layers/dropout_layer.h"
#include "layers/initialisation.h"
#include "layers/linear_layer.h"
#include "losses/loss.h"
#include "tests/allocations.h"
#include "tests/support.h"
#include "train/step.h"

TestSuite(classifier_step, .init = test_begin, .fini = test_end);

enum { rows = 30, inputs = 5, units = 20, classes = 3, parameters = 6 };

/* A network, its data, and all that a step needs. */
struct task {
    struct arena step;
    struct backend backend;
    struct pcg32 generator; /* of dropout */
    struct linear_layer first, last;
    struct batch_norm_layer norm;
    struct dropout_layer dropout;
    struct module module[5];
    struct sequential network;
    struct parameter parameter[parameters];
    struct optimizer optimizer;
    struct tape tape;
    struct training training;
    struct tensor x, y;
};

static struct variable *weighted_loss(struct tape *tape, struct variable *logits,
                                      struct variable *labels)
{
    static const real weight[classes] = {1, 2, (real)0.5};
    return softmax_cross_entropy_loss(tape, logits, labels, weight, (real)0.05);
}

/* A row's class is where the largest of its first three values stands. */
static void make_data(struct task *task, struct pcg32 *generator)
{
    task->x = tensor_view(shape_2d(rows, inputs), random_reals(generator, rows * inputs));
    task->y = tensor_view(shape_1d(rows), zero_reals(rows));
    for (size_t i = 0; i < rows; i++) {
        const real *const x = task->x.data + i * inputs;
        task->y.data[i] = x[1] > x[0] ? (x[2] > x[1] ? 2 : 1) : (x[2] > x[0] ? 2 : 0);
    }
}

static void begin_task(struct task *task, struct backend backend)
{
    struct pcg32 generator = pcg32_seed(371, 1);
    struct message why;
    cr_assert_eq(arena_create(&task->step, 1 << 18, &why), 0, "%s", why.text);
    task->backend = backend;
    task->generator = pcg32_seed(371, 2);
    task->first = linear_layer_new(&scratch, inputs, units);
    task->last = linear_layer_new(&scratch, units, classes);
    he_initialise(inputs, units, &generator, task->first.w.value.data);
    he_initialise(units, classes, &generator, task->last.w.value.data);
    task->norm = batch_norm_layer_new(&scratch, units);
    task->dropout = dropout_layer_new((real)0.2, &task->generator);
    task->module[0] = linear_module(&task->first);
    task->module[1] = batch_norm_module(&task->norm);
    task->module[2] = relu_module();
    task->module[3] = dropout_module(&task->dropout);
    task->module[4] = linear_module(&task->last);
    task->network = (struct sequential){5, task->module};
    const struct variable *const variable[] = {&task->first.w,   &task->first.b, &task->norm.gamma,
                                               &task->norm.beta, &task->last.w,  &task->last.b};
    for (size_t i = 0; i < parameters; i++) {
        task->parameter[i] = variable_as_parameter(variable[i]);
    }
    task->optimizer =
        optimizer_new(&scratch, task->parameter, parameters,
                      (struct optimizer_settings){.rate = (real)0.1, .beta = (real)0.5});
    task->tape = tape_new(&scratch, &task->step, &task->backend, 16);
    task->training = (struct training){&task->tape, sequential_module(&task->network),
                                       weighted_loss, &task->optimizer};
    make_data(task, &generator);
}

static void take_steps(struct task *task, size_t steps)
{
    for (size_t i = 0; i < steps; i++) {
        train_step(&task->training, task->x, task->y);
    }
}

static real loss_of(struct task *task)
{
    return evaluate_loss(&task->training, task->x, task->y);
}

Test(classifier_step, learns)
{
    struct task task;
    begin_task(&task, naive_backend);
    take_steps(&task, 200);
    cr_assert_lt(loss_of(&task), (real)0.5, "loss %g", (double)loss_of(&task));
    arena_destroy(&task.step);
}

Test(classifier_step, learns_the_same_with_the_fast_kernels)
{
    struct task fast, naive;
    begin_task(&fast, fast_backend());
    begin_task(&naive, naive_backend);
    take_steps(&fast, 10);
    take_steps(&naive, 10);
    assert_near(loss_of(&fast), loss_of(&naive), 1000 * REAL_EPSILON);
    cr_assert_eq(fast.generator.state, naive.generator.state);
    for (size_t i = 0; i < parameters; i++) {
        assert_all_near(fast.parameter[i].count, fast.parameter[i].value, naive.parameter[i].value,
                        1000 * REAL_EPSILON);
    }
    assert_all_near(units, fast.norm.running_mean.data, naive.norm.running_mean.data,
                    1000 * REAL_EPSILON);
    assert_all_near(units, fast.norm.running_variance.data, naive.norm.running_variance.data,
                    1000 * REAL_EPSILON);
    arena_destroy(&fast.step);
    arena_destroy(&naive.step);
}

Test(classifier_step, evaluation_draws_nothing_and_moves_nothing)
{
    struct task task;
    begin_task(&task, naive_backend);
    take_steps(&task, 3);
    const struct pcg32 before = task.generator;
    const real *const mean = copy_reals(units, task.norm.running_mean.data);
    const real *const variance = copy_reals(units, task.norm.running_variance.data);
    const real loss = loss_of(&task);
    cr_assert_eq(loss_of(&task), loss);
    cr_assert_eq(task.generator.state, before.state);
    assert_all_near(units, task.norm.running_mean.data, mean, 0);
    assert_all_near(units, task.norm.running_variance.data, variance, 0);
    take_steps(&task, 1);
    cr_assert_neq(task.generator.state, before.state);
    cr_assert_not_null(first_difference(units, task.norm.running_mean.data, mean, 0));
    arena_destroy(&task.step);
}

static void count_allocations(struct backend backend)
{
    if (!allocations_are_counted()) {
        cr_skip_test("another malloc stands before ours");
    }
    struct task task;
    begin_task(&task, backend);
    take_steps(&task, 1);
    const size_t before = allocations(), model = scratch.used;
    take_steps(&task, 10);
    const size_t after = allocations();
    cr_assert_eq(after, before, "%zu calls of malloc", after - before);
    cr_assert_eq(scratch.used, model);
    arena_destroy(&task.step);
}

Test(classifier_step, a_steady_step_allocates_nothing)
{
    count_allocations(naive_backend);
}

Test(classifier_step, nor_does_one_with_the_fast_kernels)
{
    count_allocations(fast_backend());
}
