/* The drivers of exercise 2.12: the network's values, its training, and the losses of what training
 * gave back.
 */
#include "autograd/backward.h"
#include "kernels/naive/binary_cross_entropy.h"
#include "kernels/naive/leaky_relu.h"
#include "kernels/naive/sigmoid.h"
#include "losses/loss.h"
#include "models/mlp.h"
#include "worker/lab02_tape.h"

#include <stdio.h>
#include <string.h>

struct number_name {
    char text[bundle_max_name];
};

/* "w1s": the first layer's, of the array or row of arrays that `what` stands for. */
static struct number_name name_of(char what, size_t layer, const char *ending)
{
    struct number_name name;
    snprintf(name.text, sizeof name.text, "%c%zu%s", what, layer + 1, ending);
    return name;
}

static void copy(struct variable *variable, const real *value)
{
    memcpy(variable->value.data, value, variable_count(variable) * sizeof *value);
}

/* The network of w1 (size1,size0), b1 (size1), w2, ... with copies of their numbers. */
static struct mlp network_of(const struct call *call, struct arena *arena)
{
    struct mlp mlp = {.hidden = (enum activation)whole(call, "hidden")};
    for (size_t i = 0; is_given(call, name_of('w', i, "").text); i++) {
        const struct number_name w = name_of('w', i, ""), b = name_of('b', i, "");
        mlp.layer[i] = (struct linear_layer){variable_parameter(arena, shape_of(call, w.text)),
                                             variable_parameter(arena, shape_of(call, b.text))};
        copy(&mlp.layer[i].w, array(call, w.text));
        copy(&mlp.layer[i].b, array(call, b.text));
        mlp.layers = i + 1;
    }
    return mlp;
}

/* tanh(x) = 2 sigmoid(2 x) - 1, so that nothing here depends on exercise 2.2. */
static void tanh_by_sigmoid(size_t count, const real *x, real *y)
{
    for (size_t i = 0; i < count; i++) {
        const real twice = 2 * x[i];
        real s;
        sigmoid_forward(1, &twice, &s);
        y[i] = 2 * s - 1;
    }
}

static void tanh_by_sigmoid_back(size_t count, const real *y, const real *dy, real *dx)
{
    for (size_t i = 0; i < count; i++) {
        const real s = (y[i] + 1) / 2, above = 4 * dy[i];
        sigmoid_backward(1, &s, &above, &dx[i]);
    }
}

/* ReLU as the leaky one without a leak, so that nothing here depends on exercise 2.3. */
static void relu_by_leaky(size_t count, const real *x, real *y)
{
    leaky_relu_forward(count, 0, x, y);
}

static void relu_by_leaky_back(size_t count, const real *x, const real *dy, real *dx)
{
    leaky_relu_backward(count, 0, x, dy, dx);
}

/* A bench for a network: the sigmoid and the loss are the student's. */
static void network_bench_open(struct bench *bench)
{
    bench_open(bench);
    bench->backend.sigmoid_forward = sigmoid_forward;
    bench->backend.sigmoid_backward = sigmoid_backward;
    bench->backend.tanh_forward = tanh_by_sigmoid;
    bench->backend.tanh_backward = tanh_by_sigmoid_back;
    bench->backend.relu_forward = relu_by_leaky;
    bench->backend.relu_backward = relu_by_leaky_back;
    bench->backend.binary_cross_entropy_forward = binary_cross_entropy_forward;
    bench->backend.binary_cross_entropy_backward = binary_cross_entropy_backward;
}

/* x (n,size0), hidden, w1 (size1,size0), b1 (size1), ... -> logits */
void exercise_2_12(const struct call *call)
{
    struct bench bench;
    network_bench_open(&bench);
    struct mlp mlp = network_of(call, &bench.model);
    struct variable x = variable_of(call, "x", "");
    output_value(call, "logits", mlp_forward(&bench.tape, &mlp, &x));
    bench_close(&bench);
}

static void halves_back(const struct record *record)
{
    for (size_t i = 0; i < 2; i++) {
        record->input[i]->gradient[0] += record->output->gradient[0] / 2;
    }
}

/* The network's loss, as the mean of two that are the same: the number and the gradient stay what they
 * are, but a walk that goes wrong where paths meet, and a loss that drops or overwrites what comes
 * from above, show in the training. */
static struct variable *loss_of(struct tape *tape, struct mlp *mlp, struct variable *x,
                                struct variable *y)
{
    struct variable *const logits = mlp_forward(tape, mlp, x);
    struct variable *const one = binary_cross_entropy_loss(tape, logits, y);
    struct variable *const two = binary_cross_entropy_loss(tape, logits, y);
    struct variable *const loss = tape_record(tape, shape_1d(1), halves_back, one, two, NULL);
    loss->value.data[0] = (one->value.data[0] + two->value.data[0]) / 2;
    return loss;
}

/* What stands in each gradient before a walk, and is taken off again behind it: so a walk that clears
 * them shows. */
static const real standing = 1;

static void fill(const struct parameter *parameter)
{
    for (size_t i = 0; i < parameter->count; i++) {
        parameter->gradient[i] = standing;
    }
}

/* A step, and the gradient is filled for the next walk. */
static void step_and_fill(const struct parameter *parameter, real rate)
{
    for (size_t i = 0; i < parameter->count; i++) {
        const real walked = parameter->gradient[i] - standing;
        parameter->value[i] += rate * -walked;
        parameter->gradient[i] = standing;
    }
}

/* A row for each time that the parameters are kept. */
static real *output_rows(const struct call *call, const char *name, struct shape shape, size_t rows)
{
    return output(call, name,
                  shape.rank == 2 ? shape_3d(rows, shape.size[0], shape.size[1])
                                  : shape_2d(rows, shape.size[0]));
}

/* x (n,size0), y (n,1), hidden, rate, epochs, every, w1, b1, w2, ... -> w1s, b1s, w2s, ...: what they
 * are behind each `every` epochs of gradient descent over all rows at once */
void exercise_2_12_training(const struct call *call)
{
    const size_t epochs = whole(call, "epochs"), every = whole(call, "every");
    struct parameter parameter[2 * mlp_max_layers];
    real *rows[2 * mlp_max_layers];
    struct bench bench;
    network_bench_open(&bench);
    struct mlp mlp = network_of(call, &bench.model);
    struct variable x = variable_of(call, "x", ""), y = variable_of(call, "y", "");
    mlp_parameters(&mlp, parameter);
    for (size_t i = 0; i < mlp.layers; i++) {
        const struct linear_layer *const layer = &mlp.layer[i];
        rows[2 * i] =
            output_rows(call, name_of('w', i, "s").text, layer->w.value.shape, epochs / every);
        rows[2 * i + 1] =
            output_rows(call, name_of('b', i, "s").text, layer->b.value.shape, epochs / every);
    }
    for (size_t i = 0; i < 2 * mlp.layers; i++) {
        fill(&parameter[i]);
    }
    for (size_t epoch = 1; epoch <= epochs; epoch++) {
        tape_backward(&bench.tape, loss_of(&bench.tape, &mlp, &x, &y));
        for (size_t i = 0; i < 2 * mlp.layers; i++) {
            const size_t count = parameter[i].count;
            step_and_fill(&parameter[i], number(call, "rate"));
            if (epoch % every == 0) {
                memcpy(rows[i] + (epoch / every - 1) * count, parameter[i].value,
                       count * sizeof(real));
            }
        }
        tape_reset(&bench.tape);
    }
    bench_close(&bench);
}

/* x (n,size0), y (n,1), hidden, w1, b1, ... for their shapes, w1s, b1s, ... -> losses, one a row */
void exercise_2_12_losses(const struct call *call)
{
    const size_t points = size_of(call, "w1s", 0);
    real *const losses = output(call, "losses", shape_1d(points));
    struct bench bench;
    network_bench_open(&bench);
    struct mlp mlp = network_of(call, &bench.model);
    struct variable x = variable_of(call, "x", "");
    for (size_t point = 0; point < points; point++) {
        for (size_t i = 0; i < mlp.layers; i++) {
            struct variable *const w = &mlp.layer[i].w, *const b = &mlp.layer[i].b;
            copy(w, array(call, name_of('w', i, "s").text) + point * variable_count(w));
            copy(b, array(call, name_of('b', i, "s").text) + point * variable_count(b));
        }
        const struct variable *const logits = mlp_forward(&bench.tape, &mlp, &x);
        losses[point] = binary_cross_entropy_forward(variable_count(logits), logits->value.data,
                                                     array(call, "y"));
        tape_reset(&bench.tape);
    }
    bench_close(&bench);
}
