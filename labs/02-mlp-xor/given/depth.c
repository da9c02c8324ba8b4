/* A section of 2.12: how large each layer's gradient is before the first step, by depth.
 *
 * On its way back the gradient is multiplied by the activation's slope at every layer. A sigmoid's is
 * at most 1/4: what arrives at the first layer of a deep network is next to nothing. ReLU's is 1 where
 * it is not 0, and He's weights make up for the zeros.
 * Source: S. Hochreiter, "Untersuchungen zu dynamischen neuronalen Netzen", 1991.
 */
#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/learner.h"
#include "02-mlp-xor/given/sections.h"

#include "autograd/backward.h"
#include "common/crash.h"
#include "data/made_points.h"
#include "losses/loss.h"

#include <stdio.h>
#include <tgmath.h>

enum { rows = 128, starts = 10, stream_points = 51, stream_networks, default_units = 16 };
enum { most_depths = 4, most_kinds = 2, tape_room = 2 * mlp_max_layers + 2 };

struct kind {
    enum activation activation;
    enum initialisation initialisation;
};

/* The root of the mean square of a layer's weight gradients, over several starts. */
struct size {
    real middle, least, largest; /* middle is the geometric mean: sizes differ by powers of ten */
};

struct network {
    size_t depth;                     /* hidden layers */
    struct size size[mlp_max_layers]; /* (depth + 1), from the input on */
};

struct comparison {
    struct lab *lab;
    size_t units;
    size_t depths, depth[most_depths];
    size_t kinds;
    struct kind kind[most_kinds];
    struct network network[most_kinds][most_depths];
    struct tensor x, y; /* (rows,2), (rows,1) */
};

static const char *initialisation_name(enum initialisation initialisation)
{
    static const char *const name[] = {[initialisation_zero] = "all weights 0",
                                       [initialisation_uniform] = "weights from -1 to 1",
                                       [initialisation_xavier] = "Xavier's weights",
                                       [initialisation_he] = "He's weights"};
    return name[initialisation];
}

/* --- one network ------------------------------------------------------------------------------ */

static real root_mean_square(const struct parameter *parameter)
{
    real largest = 0, sum = 0;
    for (size_t i = 0; i < parameter->count; i++) {
        largest = fmax(largest, fabs(parameter->gradient[i]));
    }
    if (largest == 0) {
        return 0;
    }
    for (size_t i = 0; i < parameter->count; i++) {
        const real share = parameter->gradient[i] / largest; /* the square of 1e-20 is no float */
        sum += share * share;
    }
    return largest * sqrt(sum / (real)parameter->count);
}

/* Goes forward and back once and writes each layer's size. */
static void walk_back(struct comparison *c, struct tape *tape, struct mlp *mlp,
                      real *size /* (layers) */)
{
    struct variable *const x = tape_constant(tape, c->x), *const y = tape_constant(tape, c->y);
    struct variable *const loss = binary_cross_entropy_loss(tape, mlp_forward(tape, mlp, x), y);
    lab_require_finite(loss->value.data[0], "the loss");
    tape_backward(tape, loss);
    for (size_t i = 0; i < mlp->layers; i++) {
        char what[64];
        const struct parameter w = variable_as_parameter(&mlp->layer[i].w);
        snprintf(what, sizeof what, "the gradient of layer %zu's weights", i + 1);
        size[i] = root_mean_square(&w);
        lab_require_finite(size[i], what);
    }
    tape_reset(tape);
    crash_alive();
}

static void add_start(struct network *network, const real *size, bool first)
{
    for (size_t i = 0; i <= network->depth; i++) {
        struct size *const s = &network->size[i];
        s->middle += log(size[i]) / starts;
        s->least = first ? size[i] : fmin(s->least, size[i]);
        s->largest = first ? size[i] : fmax(s->largest, size[i]);
    }
}

static struct network measure(struct comparison *c, const struct kind *kind, size_t depth)
{
    struct network network = {.depth = depth};
    const struct learner_form form = {2, c->units, depth, kind->activation, kind->initialisation};
    struct pcg32 generator = lab_generator(c->lab, stream_networks);
    for (size_t i = 0; i < starts; i++) {
        const size_t mark = c->lab->model.used;
        real size[mlp_max_layers];
        struct tape tape = lab_tape(c->lab, tape_room);
        struct mlp mlp = learner_network(c->lab, &form, rows, &generator);
        walk_back(c, &tape, &mlp, size);
        add_start(&network, size, i == 0);
        arena_reset(&c->lab->model, mark);
    }
    for (size_t i = 0; i <= depth; i++) {
        network.size[i].middle = exp(network.size[i].middle);
    }
    return network;
}

/* --- all networks ----------------------------------------------------------------------------- */

static void choose(struct comparison *c)
{
    const struct options *const o = &c->lab->options;
    static const size_t depth[most_depths] = {2, 4, 8, 16};
    c->units = o->hidden > 0 ? o->hidden : default_units;
    c->depths = o->depth > 0 ? 1 : most_depths;
    for (size_t i = 0; i < c->depths; i++) {
        c->depth[i] = o->depth > 0 ? o->depth : depth[i];
    }
    c->kinds = most_kinds;
    c->kind[0] = (struct kind){activation_sigmoid, initialisation_xavier};
    c->kind[1] = (struct kind){activation_relu, initialisation_he};
    if (o->has_activation) {
        c->kinds = 1;
        c->kind[0].activation = o->activation;
    }
    for (size_t i = 0; o->has_initialisation && i < c->kinds; i++) {
        c->kind[i].initialisation = o->initialisation;
    }
}

static struct comparison *comparison_new(struct lab *lab)
{
    struct comparison *const c = arena_take(&lab->model, sizeof *c);
    struct pcg32 generator = lab_generator(lab, stream_points);
    *c = (struct comparison){.lab = lab};
    choose(c);
    c->x = tensor_new(&lab->model, shape_2d(rows, 2));
    c->y = tensor_new(&lab->model, shape_2d(rows, 1));
    made_moons(rows, (real)0.15, &generator, c->x.data, c->y.data);
    return c;
}

static void say_network(const struct network *n)
{
    const real first = n->size[0].middle, last = n->size[n->depth].middle;
    printf("       %13zu %14.2g %14.2g", n->depth, (double)first, (double)last);
    if (last > 0) {
        printf(" %16.2g", (double)(first / last));
    }
    putchar('\n');
}

static void compare(struct comparison *c, size_t k)
{
    const struct kind *const kind = &c->kind[k];
    printf("     %s, %s: the gradient of a weight, before any step\n",
           activation_name(kind->activation), initialisation_name(kind->initialisation));
    puts("       hidden layers    first layer     last layer     first : last");
    for (size_t i = 0; i < c->depths; i++) {
        c->network[k][i] = measure(c, kind, c->depth[i]);
        say_network(&c->network[k][i]);
    }
}

/* A block for each network. */
static void write_sizes(const struct comparison *c)
{
    struct trace trace = lab_trace_begin(
        c->lab, "vanishing", NULL, "activation initialisation depth layer middle least largest");
    for (size_t k = 0; k < c->kinds; k++) {
        for (size_t d = 0; d < c->depths; d++) {
            const struct network *const n = &c->network[k][d];
            if (k + d > 0) {
                trace_block(&trace, "the next network");
            }
            for (size_t i = 0; i <= n->depth; i++) {
                const struct size s = n->size[i];
                trace_row(&trace,
                          (real[]){(real)c->kind[k].activation, (real)c->kind[k].initialisation,
                                   (real)n->depth, (real)(i + 1), s.middle, s.least, s.largest});
            }
        }
    }
    lab_trace_finish(&trace);
}

void show_vanishing(void *context)
{
    struct comparison *const c = comparison_new(context);
    printf("     2-%zu-...-%zu-1 on %d points of two moons, mean of %d starts\n", c->units,
           c->units, rows, starts);
    for (size_t k = 0; k < c->kinds; k++) {
        compare(c, k);
    }
    puts("     With a gradient a million times smaller, a layer learns a million times more\n"
         "     slowly: the layers behind it build on random numbers.");
    write_sizes(c);
}
