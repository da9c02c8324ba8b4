/* Every operation, layer and loss: each element of each gradient, with a random gradient from
 * above, against central differences, on odd, non-square and size-1 shapes, on each backend: in
 * double within a millionth of the gradient's largest element. One table an operation. */
#include "autograd/arithmetic.h"
#include "autograd/gradient_check.h"
#include "autograd/products.h"
#include "kernels/fast/fast.h"
#include "layers/activation.h"
#include "layers/batch_norm_layer.h"
#include "layers/dropout_layer.h"
#include "layers/linear_layer.h"
#include "losses/loss.h"
#include "models/mlp.h"
#include "tests/support.h"

TestSuite(gradients, .init = test_begin, .fini = test_end);

/* What is checked. */
struct operation {
    struct variable *(*build)(struct tape *tape, struct variable *const *input, void *context);
    void *context;
};

enum { most_inputs = 5 };

/* One row of a table: the shapes of the inputs; the first with rank 0 ends them. */
struct at {
    struct shape shape[most_inputs];
};

/* From 0.1 to 1.1 away from 0, on either side: no kink is near. */
static real *away_from_0(struct pcg32 *generator, size_t count)
{
    real *const values = random_reals(generator, count);
    for (size_t i = 0; i < count; i++) {
        values[i] += (real)(values[i] > 0 ? 0.1 : -0.1);
    }
    return values;
}

static void check_one(const struct operation *operation, const struct backend *backend,
                      const struct at *at, uint64_t seed)
{
    struct pcg32 generator = pcg32_seed(seed, 251);
    struct tensor input[most_inputs];
    size_t inputs = 0;
    for (; inputs < most_inputs && at->shape[inputs].rank > 0; inputs++) {
        const struct shape shape = at->shape[inputs];
        input[inputs] = tensor_view(shape, away_from_0(&generator, shape_count(shape)));
    }
    const struct gradient_check check = {.operation = operation->build,
                                         .context = operation->context,
                                         .inputs = inputs,
                                         .input = input,
                                         .backend = backend,
                                         .arena = &scratch,
                                         .seed = seed};
    const struct gradient_finding worst = gradient_check_run(&check);
    cr_assert(gradient_check_passed(&worst), "%s, row %zu: %s", backend->name, (size_t)seed,
              gradient_check_text(&worst).text);
}

static void check_rows(struct operation operation, size_t rows, const struct at *table /* (rows) */)
{
    const struct backend backends[] = {naive_backend, fast_backend()};
    for (size_t b = 0; b < sizeof backends / sizeof *backends; b++) {
        for (size_t row = 0; row < rows; row++) {
            check_one(&operation, &backends[b], &table[row], row);
        }
    }
}

#define check_table(build, context, table)                                                         \
    check_rows((struct operation){build, context}, sizeof(table) / sizeof *(table), table)

/* Shapes as they stand in the tables. */
#define ROW(a)                                                                                     \
    {                                                                                              \
        1,                                                                                         \
        {                                                                                          \
            a                                                                                      \
        }                                                                                          \
    }
#define MATRIX(a, b)                                                                               \
    {                                                                                              \
        2,                                                                                         \
        {                                                                                          \
            a, b                                                                                   \
        }                                                                                          \
    }

/* --- sum, product, reshape --- */

static const struct at pairs[] = {
    {{ROW(1), ROW(1)}},
    {{ROW(7), ROW(7)}},
    {{MATRIX(1, 5), MATRIX(1, 5)}},
    {{MATRIX(5, 1), MATRIX(5, 1)}},
    {{MATRIX(3, 7), MATRIX(3, 7)}},
    {{{3, {3, 1, 5}}, {3, {3, 1, 5}}}},
    {{{4, {2, 3, 1, 5}}, {4, {2, 3, 1, 5}}}},
};

static const struct at singles[] = {
    {{ROW(1)}},       {{ROW(7)}},         {{MATRIX(1, 5)}},      {{MATRIX(5, 1)}},
    {{MATRIX(3, 7)}}, {{{3, {3, 1, 5}}}}, {{{4, {2, 3, 1, 5}}}}, {{MATRIX(13, 11)}},
};

static struct variable *sum(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return add(tape, x[0], x[1]);
}

static struct variable *twice(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return add(tape, x[0], x[0]);
}

static struct variable *product(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return multiply(tape, x[0], x[1]);
}

static struct variable *square(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return multiply(tape, x[0], x[0]);
}

Test(gradients, add)
{
    check_table(sum, NULL, pairs);
    check_table(twice, NULL, singles);
}

Test(gradients, multiply)
{
    check_table(product, NULL, pairs);
    check_table(square, NULL, singles);
}

/* (x + y) (x + y) x: each variable is used more than once, on several ways. */
static struct variable *diamond(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    struct variable *const both = add(tape, x[0], x[1]);
    return multiply(tape, multiply(tape, both, both), x[0]);
}

Test(gradients, diamond)
{
    check_table(diamond, NULL, pairs);
}

/* The view and the variable itself meet again. */
static struct variable *square_flat(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    struct variable *const flat = reshape(tape, x[0], shape_1d(variable_count(x[0])));
    return multiply(tape, flat, reshape(tape, add(tape, x[0], x[0]), flat->value.shape));
}

Test(gradients, reshape)
{
    check_table(square_flat, NULL, singles);
}

/* --- products of matrices --- */

static struct variable *matrix_product(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return matmul(tape, x[0], x[1]);
}

static struct variable *matrix_square(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return matmul(tape, x[0], x[0]);
}

Test(gradients, matmul)
{
    static const struct at table[] = {
        {{MATRIX(1, 1), MATRIX(1, 1)}},    {{MATRIX(1, 4), MATRIX(4, 3)}},
        {{MATRIX(3, 1), MATRIX(1, 4)}},    {{MATRIX(2, 7), MATRIX(7, 1)}},
        {{MATRIX(1, 5), MATRIX(5, 1)}},    {{MATRIX(3, 3), MATRIX(3, 3)}},
        {{MATRIX(5, 3), MATRIX(3, 2)}},    {{MATRIX(13, 11), MATRIX(11, 9)}},
        {{MATRIX(4, 17), MATRIX(17, 33)}},
    };
    static const struct at squares[] = {{{MATRIX(1, 1)}}, {{MATRIX(3, 3)}}, {{MATRIX(7, 7)}}};
    check_table(matrix_product, NULL, table);
    check_table(matrix_square, NULL, squares);
}

static struct variable *with_row(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return add_row(tape, x[0], x[1]);
}

Test(gradients, add_row)
{
    static const struct at table[] = {
        {{MATRIX(1, 1), ROW(1)}}, {{MATRIX(1, 5), ROW(5)}},    {{MATRIX(6, 1), ROW(1)}},
        {{MATRIX(3, 4), ROW(4)}}, {{MATRIX(13, 11), ROW(11)}}, {{MATRIX(5, 33), ROW(33)}},
    };
    check_table(with_row, NULL, table);
}

/* --- layers --- */

/* x, w and b as inputs; the layer lives as long as the step. */
static struct variable *layer(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    struct linear_layer *const own = arena_take(tape->arena, sizeof *own);
    *own = (struct linear_layer){*x[1], *x[2]};
    return linear_layer_forward(tape, own, x[0]);
}

/* The same for x that is data. */
static struct variable *layer_on_data(struct tape *tape, struct variable *const *x, void *context)
{
    struct variable *const input[] = {tape_constant(tape, *(const struct tensor *)context), x[0],
                                      x[1]};
    return layer(tape, input, NULL);
}

Test(gradients, linear_layer)
{
    static const struct at table[] = {
        {{MATRIX(1, 1), MATRIX(1, 1), ROW(1)}},    {{MATRIX(1, 4), MATRIX(3, 4), ROW(3)}},
        {{MATRIX(5, 1), MATRIX(3, 1), ROW(3)}},    {{MATRIX(2, 7), MATRIX(1, 7), ROW(1)}},
        {{MATRIX(5, 3), MATRIX(2, 3), ROW(2)}},    {{MATRIX(3, 3), MATRIX(3, 3), ROW(3)}},
        {{MATRIX(13, 11), MATRIX(9, 11), ROW(9)}}, {{MATRIX(4, 17), MATRIX(33, 17), ROW(33)}},
    };
    check_table(layer, NULL, table);
}

Test(gradients, linear_layer_on_data)
{
    static const struct at table[] = {
        {{MATRIX(1, 3), ROW(1)}}, {{MATRIX(2, 3), ROW(2)}}, {{MATRIX(17, 3), ROW(17)}}};
    struct pcg32 generator = pcg32_seed(252, 1);
    struct tensor x = {shape_2d(5, 3), random_reals(&generator, 15)};
    check_table(layer_on_data, &x, table);
}

static struct variable *activated(struct tape *tape, struct variable *const *x, void *context)
{
    return activate(tape, *(const enum activation *)context, x[0]);
}

static void check_activation(enum activation activation)
{
    check_table(activated, &activation, singles);
}

Test(gradients, sigmoid)
{
    check_activation(activation_sigmoid);
}

Test(gradients, tanh)
{
    check_activation(activation_tanh);
}

Test(gradients, relu)
{
    check_activation(activation_relu);
}

Test(gradients, leaky_relu)
{
    check_activation(activation_leaky_relu);
}

Test(gradients, step)
{
    check_activation(activation_step);
}

Test(gradients, no_activation)
{
    check_activation(activation_none);
}

/* The layer draws from the same seed in each run. */
static struct variable *dropped(struct tape *tape, struct variable *const *x, void *context)
{
    struct pcg32 *const generator = arena_take(tape->arena, sizeof *generator);
    *generator = pcg32_seed(254, 1);
    const struct dropout_layer own = dropout_layer_new(*(const real *)context, generator);
    return dropout_layer_forward(tape, &own, x[0]);
}

Test(gradients, dropout_layer)
{
    const real rates[] = {0, (real)0.3, (real)0.9};
    for (size_t i = 0; i < 3; i++) {
        real rate = rates[i];
        check_table(dropped, &rate, singles);
    }
}

struct normalisation {
    real epsilon;
    bool training;
};

/* x, gamma and beta as inputs; the layer lives as long as the step. */
static struct variable *normalised(struct tape *tape, struct variable *const *x, void *context)
{
    const struct normalisation *const settings = context;
    struct batch_norm_layer *const own = arena_take(tape->arena, sizeof *own);
    *own = batch_norm_layer_new(tape->arena, variable_count(x[1]));
    own->gamma = *x[1];
    own->beta = *x[2];
    own->epsilon = settings->epsilon;
    for (size_t j = 0; j < variable_count(x[1]); j++) {
        own->running_mean.data[j] = (real)j / 2;
        own->running_variance.data[j] = (real)(j + 1);
    }
    tape->training = settings->training;
    return batch_norm_layer_forward(tape, own, x[0]);
}

/* With few rows the gradient by x is as good as 0 unless epsilon is large. */
Test(gradients, batch_norm_layer)
{
    static const struct at few[] = {
        {{MATRIX(1, 1), ROW(1), ROW(1)}},
        {{MATRIX(1, 5), ROW(5), ROW(5)}},
        {{MATRIX(2, 3), ROW(3), ROW(3)}},
    };
    static const struct at many[] = {
        {{MATRIX(5, 1), ROW(1), ROW(1)}},
        {{MATRIX(7, 3), ROW(3), ROW(3)}},
        {{MATRIX(13, 11), ROW(11), ROW(11)}},
        {{MATRIX(9, 65), ROW(65), ROW(65)}},
    };
    struct normalisation settings[] = {{0.5, true}, {0.5, false}, {(real)1e-5, true}};
    check_table(normalised, &settings[0], few);
    check_table(normalised, &settings[1], few);
    check_table(normalised, &settings[0], many);
    check_table(normalised, &settings[1], many);
    check_table(normalised, &settings[2], many);
}

/* --- losses --- */

/* Values for the truth, of the shape of the predictions: the same in every run. */
static struct variable *truth_for(struct tape *tape, const struct variable *yhat, real low)
{
    struct pcg32 generator = pcg32_seed(253, 1);
    const struct tensor y = tensor_new(tape->arena, yhat->value.shape);
    for (size_t i = 0; i < variable_count(yhat); i++) {
        y.data[i] = pcg32_uniform(&generator, low, 1);
    }
    return tape_constant(tape, y);
}

static struct variable *squared_error(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return mse_loss(tape, x[0], truth_for(tape, x[0], -1));
}

Test(gradients, mse_loss)
{
    check_table(squared_error, NULL, singles);
}

static struct variable *cross_entropy(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    return binary_cross_entropy_loss(tape, x[0], truth_for(tape, x[0], 0));
}

/* Labels, not probabilities: 0 and 1 by turns. */
static struct variable *cross_entropy_of_labels(struct tape *tape, struct variable *const *x,
                                                void *context)
{
    (void)context;
    const struct tensor y = tensor_new(tape->arena, x[0]->value.shape);
    for (size_t i = 0; i < variable_count(x[0]); i++) {
        y.data[i] = (real)(i % 2);
    }
    return binary_cross_entropy_loss(tape, x[0], tape_constant(tape, y));
}

Test(gradients, binary_cross_entropy_loss)
{
    check_table(cross_entropy, NULL, singles);
    check_table(cross_entropy_of_labels, NULL, singles);
}

/* Logits that are far out: the loss is a straight line there, or flat. */
Test(gradients, binary_cross_entropy_loss_of_large_logits)
{
    real far[] = {1000, -1000, 40, -40, 0, 1000, -1000};
    const struct tensor at = tensor_view(shape_1d(7), far);
    const struct gradient_check check = {.operation = cross_entropy_of_labels,
                                         .inputs = 1,
                                         .input = &at,
                                         .backend = &naive_backend,
                                         .arena = &scratch,
                                         .seed = 1};
    const struct gradient_finding worst = gradient_check_run(&check);
    cr_assert(gradient_check_passed(&worst), "%s", gradient_check_text(&worst).text);
}

struct softmax_loss {
    bool weighted;
    real smoothing;
};

/* Labels and weights that are the same in every run. */
static struct variable *softmax_cross_entropy(struct tape *tape, struct variable *const *x,
                                              void *context)
{
    const struct softmax_loss *const settings = context;
    const size_t n = x[0]->value.shape.size[0], classes = x[0]->value.shape.size[1];
    struct pcg32 generator = pcg32_seed(255, 1);
    const struct tensor labels = tensor_new(tape->arena, shape_1d(n));
    for (size_t i = 0; i < n; i++) {
        labels.data[i] = (real)pcg32_below(&generator, (uint32_t)classes);
    }
    real *const weight = arena_reals(tape->arena, classes);
    for (size_t c = 0; c < classes; c++) {
        weight[c] = pcg32_uniform(&generator, (real)0.5, 2);
    }
    return softmax_cross_entropy_loss(tape, x[0], tape_constant(tape, labels),
                                      settings->weighted ? weight : NULL, settings->smoothing);
}

static const struct at of_classes[] = {
    {{MATRIX(1, 1)}}, {{MATRIX(1, 2)}},   {{MATRIX(5, 1)}},   {{MATRIX(3, 7)}},
    {{MATRIX(7, 3)}}, {{MATRIX(13, 11)}}, {{MATRIX(2, 130)}},
};

Test(gradients, softmax_cross_entropy_loss)
{
    struct softmax_loss settings[] = {
        {false, 0}, {true, 0}, {false, (real)0.1}, {true, (real)0.1}, {true, 1}};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        check_table(softmax_cross_entropy, &settings[i], of_classes);
    }
}

/* --- a whole network, by its input and all its parameters --- */

struct network {
    enum activation hidden;
    bool squared;
};

static struct variable *loss_of_network(struct tape *tape, struct variable *const *x, void *context)
{
    const struct network *const network = context;
    struct mlp *const mlp = arena_take(tape->arena, sizeof *mlp);
    *mlp = (struct mlp){.layers = 2, .hidden = network->hidden};
    mlp->layer[0] = (struct linear_layer){*x[1], *x[2]};
    mlp->layer[1] = (struct linear_layer){*x[3], *x[4]};
    struct variable *const logits = mlp_forward(tape, mlp, x[0]);
    struct variable *const y = truth_for(tape, logits, 0);
    return network->squared ? mse_loss(tape, logits, y)
                            : binary_cross_entropy_loss(tape, logits, y);
}

Test(gradients, mlp)
{
    static const struct at table[] = {
        {{MATRIX(4, 2), MATRIX(8, 2), ROW(8), MATRIX(1, 8), ROW(1)}},
        {{MATRIX(1, 1), MATRIX(1, 1), ROW(1), MATRIX(1, 1), ROW(1)}},
        {{MATRIX(5, 3), MATRIX(7, 3), ROW(7), MATRIX(2, 7), ROW(2)}},
    };
    for (enum activation hidden = activation_none; hidden < activation_step; hidden++) {
        check_table(loss_of_network, (&(struct network){hidden, false}), table);
        check_table(loss_of_network, (&(struct network){hidden, true}), table);
    }
}

/* What stands in a classifier: linear, batch norm, tanh, dropout, softmax cross-entropy. */
static struct variable *classifier(struct tape *tape, struct variable *const *x, void *context)
{
    (void)context;
    struct variable *const wide = layer(tape, (struct variable *[]){x[0], x[1], x[2]}, NULL);
    struct variable *const even = normalised(tape, (struct variable *[]){wide, x[3], x[4]},
                                             (&(struct normalisation){(real)0.1, true}));
    struct variable *const hidden = activate(tape, activation_tanh, even);
    struct variable *const out = dropped(tape, &hidden, &(real){(real)0.3});
    return softmax_cross_entropy(tape, &out, (&(struct softmax_loss){true, (real)0.1}));
}

Test(gradients, classifier)
{
    static const struct at table[] = {
        {{MATRIX(5, 3), MATRIX(7, 3), ROW(7), ROW(7), ROW(7)}},
        {{MATRIX(9, 2), MATRIX(4, 2), ROW(4), ROW(4), ROW(4)}},
    };
    check_table(classifier, NULL, table);
}
