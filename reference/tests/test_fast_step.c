/* A whole training step with the fast kernels: it learns what a step with the naive ones learns, and
 * calls malloc not once. */
#include "kernels/fast/blas.h"
#include "kernels/fast/fast.h"
#include "losses/loss.h"
#include "models/mlp.h"
#include "tests/allocations.h"
#include "tests/support.h"
#include "train/step.h"

TestSuite(fast_step, .init = test_begin, .fini = test_end);

enum {
    rows = 40,
    inputs = 50,
    units = 60,
    outputs = 3
}; /* the first layer's products go to OpenBLAS */

/* A network, its data, and all that a step needs. */
struct task {
    struct arena step;
    struct backend backend;
    struct mlp mlp;
    struct parameter parameter[4];
    struct optimizer optimizer;
    struct tape tape;
    struct training training;
    struct tensor x, y;
};

static void begin_task(struct task *task, struct backend backend)
{
    struct pcg32 generator = pcg32_seed(39, 1);
    const size_t sizes[] = {inputs, units, outputs};
    struct message why;
    cr_assert_eq(arena_create(&task->step, 1 << 18, &why), 0, "%s", why.text);
    task->backend = backend;
    task->mlp = mlp_new(&scratch, 2, sizes, activation_tanh, initialisation_xavier, &generator);
    mlp_parameters(&task->mlp, task->parameter);
    task->optimizer =
        optimizer_new(&scratch, task->parameter, 4,
                      (struct optimizer_settings){.rate = (real)0.1, .beta = (real)0.5});
    task->tape = tape_new(&scratch, &task->step, &task->backend, 16);
    task->training =
        (struct training){&task->tape, mlp_module(&task->mlp), mse_loss, &task->optimizer};
    task->x = tensor_view(shape_2d(rows, inputs), random_reals(&generator, rows * inputs));
    task->y = tensor_view(shape_2d(rows, outputs), random_reals(&generator, rows * outputs));
}

static real take_steps(struct task *task, size_t steps)
{
    real loss = 0;
    for (size_t i = 0; i < steps; i++) {
        loss = train_step(&task->training, task->x, task->y);
    }
    return loss;
}

static void compare_with_naive(void)
{
    struct task fast, naive;
    begin_task(&fast, fast_backend());
    begin_task(&naive, naive_backend);
    const real before = take_steps(&fast, 1);
    take_steps(&naive, 1);
    const real after = take_steps(&fast, 20);
    assert_near(after, take_steps(&naive, 20), 1000 * REAL_EPSILON);
    cr_assert_lt(after, before / 2, "it did not learn");
    for (size_t i = 0; i < 4; i++) {
        assert_all_near(fast.parameter[i].count, fast.parameter[i].value, naive.parameter[i].value,
                        1000 * REAL_EPSILON);
    }
    arena_destroy(&fast.step);
    arena_destroy(&naive.step);
}

static void count_allocations(void)
{
    if (!allocations_are_counted()) {
        cr_skip_test("another malloc stands before ours");
    }
    struct task task;
    begin_task(&task, fast_backend());
    take_steps(&task, 1);
    const size_t before = allocations();
    take_steps(&task, 10);
    const size_t after = allocations();
    cr_assert_eq(after, before, "%zu calls of malloc", after - before);
    arena_destroy(&task.step);
}

static void load_blas(void)
{
    struct message why;
    if (blas_load(&why) != 0) {
        cr_skip_test("%s", why.text);
    }
}

Test(fast_step, learns_what_the_naive_kernels_learn)
{
    compare_with_naive();
}

Test(fast_step, learns_the_same_with_openblas)
{
    load_blas();
    compare_with_naive();
}

Test(fast_step, a_steady_step_allocates_nothing)
{
    count_allocations();
}

Test(fast_step, nor_does_one_with_openblas)
{
    load_blas();
    count_allocations();
}
