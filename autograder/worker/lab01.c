/* The drivers of lab 01. Frame names are those of the headers' arguments. */
#include "autograd/rate_of_change.h"
#include "data/batches.h"
#include "kernels/naive/linear.h"
#include "kernels/naive/mse.h"
#include "optim/gradient_descent.h"
#include "optim/least_squares.h"
#include "optim/momentum.h"
#include "train/epoch.h"
#include "worker/call.h"

#include <stdlib.h>
#include <string.h>

/* x (n,in), w (out,in), b (out) -> y (n,out) */
static void exercise_1_1(const struct call *call)
{
    const size_t n = size_of(call, "x", 0), in = size_of(call, "w", 1), out = size_of(call, "w", 0);
    real *const y = output(call, "y", shape_2d(n, out));
    linear_forward(n, in, out, array(call, "x"), array(call, "w"), array(call, "b"), y);
}

/* yhat (count), y (count) -> loss (1) */
static void exercise_1_2(const struct call *call)
{
    const real loss = mse_forward(count_of(call, "yhat"), array(call, "yhat"), array(call, "y"));
    output_number(call, "loss", loss);
}

/* L(c) = sum over i of square[i] c[i]^2 + product[i] c[i] c[i+1] + cube[i] c[i]^3 */
struct polynomial {
    size_t count;
    const real *square, *product, *cube; /* (count) */
    size_t passes;
};

static real polynomial_loss(const real *c, void *context)
{
    struct polynomial *const p = context;
    real sum = 0;
    for (size_t i = 0; i < p->count; i++) {
        const real next = i + 1 < p->count ? c[i + 1] : 0;
        sum += p->square[i] * c[i] * c[i] + p->product[i] * c[i] * next +
               p->cube[i] * c[i] * c[i] * c[i];
    }
    p->passes++;
    return sum;
}

/* coefficients (count), epsilon -> coefficients, gradient (count), passes returned, passes made */
static void exercise_1_3(const struct call *call)
{
    const size_t count = count_of(call, "coefficients");
    struct polynomial p = {count, array(call, "square"), array(call, "product"),
                           array(call, "cube"), 0};
    const struct objective objective = {polynomial_loss, &p};
    real *const gradient = output(call, "gradient", shape_1d(count));
    const size_t passes = rate_of_change(&objective, count, array(call, "coefficients"),
                                         number(call, "epsilon"), gradient);
    output_number(call, "passes", (real)passes);
    output_number(call, "made", (real)p.passes);
}

/* x (count), y (count) -> slope, offset */
static void exercise_1_4(const struct call *call)
{
    real *const slope = output(call, "slope", shape_1d(1));
    real *const offset = output(call, "offset", shape_1d(1));
    least_squares_line(count_of(call, "x"), array(call, "x"), array(call, "y"), slope, offset);
}

/* yhat (count), y (count), dloss, dyhat (count) -> dyhat */
static void exercise_1_5(const struct call *call)
{
    mse_backward(count_of(call, "yhat"), array(call, "yhat"), array(call, "y"),
                 number(call, "dloss"), array(call, "dyhat"));
}

/* x (n,in), w (out,in), dy (n,out), dx, dw, db -> dx, dw, db */
static void exercise_1_6(const struct call *call)
{
    linear_backward(size_of(call, "x", 0), size_of(call, "w", 1), size_of(call, "w", 0),
                    array(call, "x"), array(call, "w"), array(call, "dy"), array(call, "dx"),
                    array(call, "dw"), array(call, "db"));
}

static struct parameter parameter_of(const struct call *call)
{
    return (struct parameter){count_of(call, "value"), array(call, "value"),
                              array(call, "gradient")};
}

/* value (count), gradient (count), rate -> value */
static void exercise_1_7(const struct call *call)
{
    const struct parameter parameter = parameter_of(call);
    gradient_descent_step(&parameter, number(call, "rate"));
}

/* x (count,in), y (count,out), size, seed, epochs -> for each epoch the batches' sizes and their
 * rows one behind the other. Room for twice the rows: a faulty function may hand out too many. */
static void exercise_1_8(const struct call *call)
{
    const size_t count = size_of(call, "x", 0), in = size_of(call, "x", 1);
    const size_t out = size_of(call, "y", 1), size = whole(call, "size");
    const size_t epochs = whole(call, "epochs"), room = 2 * count;
    const struct samples samples = {count, in, out, array(call, "x"), array(call, "y")};
    struct pcg32 generator = pcg32_seed(whole(call, "seed"), 1);
    struct batches batches = {.count = count, .size = size};
    batches.order = malloc(count * sizeof *batches.order);
    memset(batches.order, 0xff, count * sizeof *batches.order);
    real *const sizes = output(call, "sizes", shape_2d(epochs, room));
    real *const xs = output(call, "xs", shape_3d(epochs, room, in));
    real *const ys = output(call, "ys", shape_3d(epochs, room, out));

    for (size_t epoch = 0; epoch < epochs; epoch++) {
        batches_shuffle(&batches, &generator);
        for (size_t batch = 0, rows = 0; batch < room; batch++) {
            real *const x = scratch(size * in), *const y = scratch(size * out);
            const size_t now = batches_next(&batches, &samples, x, y);
            sizes[epoch * room + batch] = (real)now;
            for (size_t i = 0; i < now && i < size && rows < room; i++, rows++) {
                for (size_t j = 0; j < in; j++) {
                    xs[(epoch * room + rows) * in + j] = x[i * in + j];
                }
                for (size_t j = 0; j < out; j++) {
                    ys[(epoch * room + rows) * out + j] = y[i * out + j];
                }
            }
            free(x);
            free(y);
            if (now == 0) {
                break;
            }
        }
    }
    free(batches.order);
}

/* value (count), previous (count), gradients (steps,count), rate, beta -> value, previous */
static void exercise_1_9(const struct call *call)
{
    const size_t count = count_of(call, "value"), steps = size_of(call, "gradients", 0);
    for (size_t step = 0; step < steps; step++) {
        const struct parameter parameter = {count, array(call, "value"),
                                            array(call, "gradients") + step * count};
        momentum_step(&parameter, number(call, "rate"), number(call, "beta"),
                      array(call, "previous"));
    }
}

/* x (count,in), y (count,out), w (out,in), b (out), rate, beta, batch, epochs, seed
 * -> ws (epochs,out,in), bs (epochs,out), losses (epochs) */
static void exercise_1_10(const struct call *call)
{
    const size_t count = size_of(call, "x", 0), in = size_of(call, "w", 1);
    const size_t out = size_of(call, "w", 0), epochs = whole(call, "epochs");
    const struct samples samples = {count, in, out, array(call, "x"), array(call, "y")};
    struct pcg32 generator = pcg32_seed(whole(call, "seed"), 1);
    struct arena arena;
    struct message why;
    if (arena_create(&arena, (count * (4 * (in + out)) + 8 * (out * in + out) + 4096) * 16, &why)) {
        panic("worker: %s", why.text);
    }
    struct linear_model model = linear_model_new(&arena, in, out);
    memcpy(model.w.value, array(call, "w"), model.w.count * sizeof(real));
    memcpy(model.b.value, array(call, "b"), model.b.count * sizeof(real));
    const struct trainer_settings settings = {whole(call, "batch"), number(call, "rate"),
                                              number(call, "beta")};
    struct trainer trainer = trainer_new(&arena, &model, &samples, &generator, settings);
    real *const ws = output(call, "ws", shape_3d(epochs, out, in));
    real *const bs = output(call, "bs", shape_2d(epochs, out));
    real *const losses = output(call, "losses", shape_1d(epochs));
    for (size_t epoch = 0; epoch < epochs; epoch++) {
        losses[epoch] = train_epoch(&trainer);
        memcpy(ws + epoch * model.w.count, model.w.value, model.w.count * sizeof(real));
        memcpy(bs + epoch * model.b.count, model.b.value, model.b.count * sizeof(real));
    }
    arena_destroy(&arena);
}

const struct driver drivers[] = {
    {"1.1", exercise_1_1}, {"1.2", exercise_1_2},   {"1.3", exercise_1_3}, {"1.4", exercise_1_4},
    {"1.5", exercise_1_5}, {"1.6", exercise_1_6},   {"1.7", exercise_1_7}, {"1.8", exercise_1_8},
    {"1.9", exercise_1_9}, {"1.10", exercise_1_10}, {NULL, NULL},
};
