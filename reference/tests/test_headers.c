/* What the headers' comments show by example, compiled and run. */
#include "autograd/arithmetic.h"
#include "autograd/backward.h"
#include "autograd/gradient_check.h"
#include "base/message.h"
#include "base/todo.h"
#include "data/batches.h"
#include "kernels/naive/linear.h"
#include "kernels/naive/mse.h"
#include "layers/linear_layer.h"
#include "losses/loss.h"
#include "optim/methods.h"
#include "optim/momentum.h"
#include "optim/schedule.h"
#include "tensor/tensor.h"
#include "tests/support.h"
#include "train/checkpoint.h"
#include "train/trace.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(headers, .init = test_begin, .fini = test_end);

static int fail(struct message *m)
{
    return message_set(m, "...");
}

Test(headers, message)
{
    struct message m;
    cr_assert_eq(fail(&m), -1);
    cr_assert_str_eq(m.text, "...");
}

static struct todo reached;

void todo_reached(struct todo place, ...)
{
    reached = place;
    cr_assert_str_eq(reached.exercise, "1.2");
    cr_assert_str_eq(reached.function, "starter");
    cr_assert_not_null(strstr(reached.file, "test_headers.c"));
    cr_assert_gt(reached.line, 0);
    exit(42);
}

static real starter(size_t count, const real *yhat, const real *y)
{
    TODO("1.2", count, yhat, y);
}

Test(headers, todo, .exit_code = 42)
{
    const real numbers[] = {1, 2};
    starter(2, numbers, numbers);
}

Test(headers, real)
{
    const real x = 9;
    cr_assert_eq(sizeof(real), strcmp(REAL_NAME, "double") == 0 ? 8 : 4);
    cr_assert_eq(x * (real)0.5, (real)4.5);
    cr_assert_gt((real)1 + REAL_EPSILON, 1);
    cr_assert_eq((real)1 + REAL_EPSILON / 2, 1);
    cr_assert_neq(REAL_NAN, REAL_NAN);
}

Test(headers, shape)
{
    const size_t N = 5, M = 3, i = 4, j = 2;
    real numbers[15] = {0};
    cr_assert_eq(tensor_at(tensor_view(shape_2d(N, M), numbers), i, j, 0, 0), numbers + i * M + j);
    cr_assert_str_eq(shape_to_text(shape_2d(64, 784)).text, "(64,784)");
}

Test(headers, tensor)
{
    struct tensor x = tensor_new(&scratch, shape_2d(13, 2));
    struct tensor flat = tensor_reshape(x, shape_1d(26)); /* the same 26 numbers */
    *tensor_at(x, 12, 1, 0, 0) = (real)25.9;              /* row 12, column 1 */
    cr_assert_eq(flat.data[25], (real)25.9);
}

Test(headers, linear)
{
    const real x = 2, m = 3, n = 4;
    real y;
    linear_forward(1, 1, 1, &x, &m, &n, &y);
    cr_assert_eq(y, m * x + n);
}

Test(headers, mse)
{
    const real yhat[] = {1, 3}, y[] = {1, 1};
    cr_assert_eq(mse_forward(2, yhat, y), 2);
}

Test(headers, batches)
{
    struct pcg32 generator = pcg32_seed(1, 1);
    const real *const numbers = random_reals(&generator, 10);
    const struct samples samples = {10, 1, 1, numbers, numbers};
    size_t order[10], rows, came[4] = {0}, count = 0;
    real x[4], y[4];
    struct batches batches = {.count = 10, .size = 4, .order = order};
    batches_shuffle(&batches, &generator);
    while ((rows = batches_next(&batches, &samples, x, y)) > 0) {
        cr_assert_lt(count, 4);
        came[count++] = rows;
    }
    const size_t expected[] = {4, 4, 2, 0};
    cr_assert_arr_eq(came, expected, sizeof expected);
}

Test(headers, momentum)
{
    const real rate = 0.25, beta = 0.5, previous_value = 1, value = 3;
    real moved = value, gradient = 2, previous = previous_value;
    momentum_step(&(struct parameter){1, &moved, &gradient}, rate, beta, &previous);
    cr_assert_eq(moved, value - rate * gradient + beta * (value - previous_value));
}

Test(headers, optimizer)
{
    real value = 3, gradient = 100;
    const struct parameter parameter = {1, &value, &gradient};
    struct optimizer optimizer = optimizer_new(&scratch, &parameter, 1, optimizer_momentum.usual);
    for (size_t batch = 0; batch < 300; batch++) {
        optimizer_zero_gradients(&optimizer);
        gradient += 2 * (value - 5); /* the loss is (value - 5)^2 */
        optimizer_step(&optimizer);
    }
    assert_near(value, 5, (real)1e-4);
}

Test(headers, methods)
{
    struct message why;
    real value = 3, gradient = 100;
    const struct parameter parameter = {1, &value, &gradient};
    struct optimizer_settings settings;
    cr_assert_eq(optimizer_find("adam", &settings, &why), 0, "%s", why.text);
    settings.rate = (real)0.0005;
    struct optimizer optimizer = optimizer_new(&scratch, &parameter, 1, settings);
    optimizer_step(&optimizer);
    assert_near(value, 3 - (real)0.0005, (real)1e-6);
}

Test(headers, schedule)
{
    const struct schedule schedule = {.rate = 0.5, .warmup = 2};
    real value = 3, gradient = 1;
    const struct parameter parameter = {1, &value, &gradient};
    struct optimizer optimizer =
        optimizer_new(&scratch, &parameter, 1, (struct optimizer_settings){.rate = schedule.rate});
    for (size_t step = 0; step < 3; step++) {
        optimizer.settings.rate = schedule_rate(&schedule, optimizer.steps);
        optimizer_step(&optimizer);
    }
    cr_assert_eq(value, 3 - 0.25 - 0.5 - 0.5);
}

Test(headers, trace)
{
    const struct path path = in_folder("a.dat");
    struct trace trace;
    struct message why;
    cr_assert_eq(trace_begin(&trace, path.text, "step slope offset loss", &why), 0);
    trace_row(&trace, (const real[]){0, 0, 0, 347.125});
    cr_assert_eq(trace_finish(&trace, &why), 0);
    cr_assert_str_eq(text_of_file(path.text), "# step slope offset loss\n0 0 0 347.125\n");
}

Test(headers, checkpoint)
{
    const struct path path = in_folder("run");
    struct message why;
    struct linear_layer layer = linear_layer_new(&scratch, 2, 3);
    const struct parameter parameter[] = {variable_as_parameter(&layer.w),
                                          variable_as_parameter(&layer.b)};
    struct optimizer optimizer = optimizer_new(&scratch, parameter, 2, optimizer_adam.usual);
    struct pcg32 generator = pcg32_seed(1, 1);
    size_t epoch = 7;
    const struct checkpoint_array arrays[] = {{"1.w", layer.w.value}, {"1.b", layer.b.value}};
    const struct checkpoint_count counts[] = {{"epoch", &epoch}};
    const struct checkpoint_generator generators[] = {{"batches", &generator}};
    const struct checkpoint run = {.arrays = 2,
                                   .array = arrays,
                                   .counts = 1,
                                   .count = counts,
                                   .generators = 1,
                                   .generator = generators,
                                   .optimizer = &optimizer};
    cr_assert_eq(checkpoint_save(&run, path.text, &why), 0, "%s", why.text);
    epoch = 0;
    cr_assert_eq(checkpoint_load(&run, path.text, &why), 0, "%s", why.text);
    cr_assert_eq(epoch, 7);
}

/* (x + y) z = 9, and the loss (9 - 4)^2 with slope 10. */
Test(headers, tape)
{
    struct arena step_memory;
    struct message why;
    cr_assert_eq(arena_create(&step_memory, 1 << 16, &why), 0);
    struct tape new = tape_new(&scratch, &step_memory, &naive_backend, 8), *const tape = &new;
    struct variable variables[4], *const x = &variables[0], *const y = &variables[1];
    struct variable *const z = &variables[2], *const target = &variables[3];
    const real values[] = {1, 2, 3, 4};
    for (size_t i = 0; i < 4; i++) {
        variables[i] = variable_parameter(&scratch, shape_1d(1));
        variables[i].value.data[0] = values[i];
    }
    struct variable *const sum = add(tape, x, y);
    struct variable *const product = multiply(tape, sum, z); /* (x + y) z */
    struct variable *const loss = mse_loss(tape, product, target);
    tape_backward(tape, loss); /* fills x->gradient and all others */
    cr_assert_eq(loss->value.data[0], 25);
    tape_reset(tape); /* the step's memory is free again */
    cr_assert_eq(x->gradient[0], 30);
    cr_assert_eq(y->gradient[0], 30);
    cr_assert_eq(z->gradient[0], 30);
    cr_assert_eq(step_memory.used, 0);
    arena_destroy(&step_memory);
}

static struct variable *product(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return multiply(tape, x[0], x[1]);
}

Test(headers, gradient_check)
{
    struct pcg32 generator = pcg32_seed(1, 1);
    const struct tensor a = {shape_2d(3, 1), random_reals(&generator, 3)};
    const struct tensor b = {shape_2d(3, 1), random_reals(&generator, 3)};
    const struct tensor at[] = {a, b}; /* two of one shape, with numbers of about unit size */
    const struct gradient_check check = {.operation = product,
                                         .inputs = 2,
                                         .input = at,
                                         .backend = &naive_backend,
                                         .arena = &scratch,
                                         .seed = 1};
    const struct gradient_finding worst = gradient_check_run(&check);
    if (!gradient_check_passed(&worst)) {
        puts(gradient_check_text(&worst).text);
    }
    cr_assert(gradient_check_passed(&worst));
}
