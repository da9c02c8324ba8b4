/* A section of 2.12: how many ReLU units are dead after training, by learning rate.
 *
 * A unit whose sum is not above 0 at any point of the data gives 0 at all of them. Its gradient is 0
 * at all of them, too: no step will move it again, unless layers before it change what it gets. Steps
 * that are too long push units there. A leaky ReLU may come to lie on its low side everywhere just so,
 * but a hundredth of the signal still gets through, forward and back.
 */
#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/learner.h"
#include "02-mlp-xor/given/sections.h"

#include "data/made_points.h"
#include "losses/loss.h"
#include "train/progress.h"

#include <stdio.h>
#include <tgmath.h>

enum { rows = 256, starts = 10, stream_points = 61, stream_networks, most_rates = 9 };
enum { default_units = 32, default_batch = 32, default_epochs = 50 };

/* A mean over the starts, and how far they spread. */
struct spread {
    real mean, least, largest;
};

struct outcome {
    size_t count;        /* starts that did not diverge */
    struct spread off;   /* share of hidden units whose sum is above 0 nowhere */
    struct spread right; /* share of right answers */
};

struct comparison {
    struct lab *lab;
    struct learner_form form;
    size_t batch, epochs;
    real beta;
    size_t rates;
    real rate[most_rates];
    struct tensor x, y;                    /* (rows,2), (rows,1) */
    struct outcome outcome[2][most_rates]; /* of ReLU, of leaky ReLU */
    struct progress progress;
    size_t trained;
};

static const enum activation kind[2] = {activation_relu, activation_leaky_relu};

/* --- one network ------------------------------------------------------------------------------ */

/* How many of the layer's units have a sum above 0 at no row. */
static size_t count_off(const struct variable *sums /* (rows,units) */)
{
    const size_t units = sums->value.shape.size[1];
    size_t off = 0;
    for (size_t unit = 0; unit < units; unit++) {
        size_t on = 0;
        for (size_t i = 0; i < rows; i++) {
            on += sums->value.data[i * units + unit] > 0;
        }
        off += on == 0;
    }
    return off;
}

static real share_right(const struct comparison *c, const struct variable *logits)
{
    size_t right = 0;
    for (size_t i = 0; i < rows; i++) {
        right += (logits->value.data[i] > 0) == (c->y.data[i] > (real)0.5);
    }
    return (real)right / rows;
}

/* Goes through the layers one by one, to look at the sums between them. */
static void look_inside(const struct comparison *c, struct learner *learner, real *off, real *right)
{
    struct tape *const tape = &learner->tape;
    const size_t depth = c->form.depth;
    size_t units_off = 0;
    tape->recording = false;
    struct variable *x = tape_constant(tape, c->x);
    for (size_t i = 0; i < depth; i++) {
        struct variable *const sums = linear_layer_forward(tape, &learner->mlp->layer[i], x);
        units_off += count_off(sums);
        x = activate(tape, c->form.activation, sums);
    }
    *off = (real)units_off / (real)(depth * c->form.hidden);
    *right = share_right(c, linear_layer_forward(tape, &learner->mlp->layer[depth], x));
    tape_reset(tape);
    tape->recording = true;
}

static void add(struct spread *spread, real value, size_t before)
{
    spread->mean = (spread->mean * (real)before + value) / (real)(before + 1);
    spread->least = before > 0 ? fmin(spread->least, value) : value;
    spread->largest = before > 0 ? fmax(spread->largest, value) : value;
}

/* Trains from start number `start`. Returns the last epoch's loss. */
static real train_one(struct comparison *c, real rate, size_t start, struct outcome *outcome)
{
    const size_t mark = c->lab->model.used;
    struct pcg32 generator = lab_generator(c->lab, stream_networks + start);
    struct mlp mlp = learner_network(c->lab, &c->form, rows, &generator);
    struct learner *const learner = learner_new(
        c->lab, &mlp, c->x, c->y,
        &(struct learner_settings){binary_cross_entropy_loss, c->batch, rate, c->beta, &generator});
    real loss = learner_loss(learner), off, right;
    lab_require_finite(loss, "the loss before the first step");
    for (size_t epoch = 0; epoch < c->epochs && isfinite(loss); epoch++) {
        loss = learner_epoch(learner);
    }
    if (isfinite(loss) && isfinite(learner_loss(learner))) {
        look_inside(c, learner, &off, &right);
        add(&outcome->off, off, outcome->count);
        add(&outcome->right, right, outcome->count);
        outcome->count++;
    }
    arena_reset(&c->lab->model, mark);
    return loss;
}

/* --- all networks ----------------------------------------------------------------------------- */

static void tell_progress(struct comparison *c, real loss)
{
    c->trained++;
    if (c->progress.terminal) {
        progress_update(&c->progress, c->trained, loss);
    }
}

/* All rates and both kinds start from the same weights. */
static void train_all(struct comparison *c)
{
    progress_begin(&c->progress, stdout, "networks", 2 * c->rates * starts);
    for (size_t r = 0; r < c->rates; r++) {
        for (size_t k = 0; k < 2; k++) {
            c->form.activation = kind[k];
            for (size_t i = 0; i < starts; i++) {
                tell_progress(c, train_one(c, c->rate[r], i, &c->outcome[k][r]));
            }
        }
    }
    if (c->progress.terminal) {
        fputs("\r\033[K", stdout);
    }
}

static void choose(struct comparison *c)
{
    static const real rate[most_rates] = {(real)0.1, (real)0.3, 1, 2, 4, 6, 8, 10, 15};
    const struct options *const o = &c->lab->options;
    c->form.in = 2;
    c->form.hidden = o->hidden > 0 ? o->hidden : default_units;
    c->form.depth = o->depth > 0 ? o->depth : 1;
    c->form.initialisation = o->has_initialisation ? o->initialisation : initialisation_he;
    c->batch = o->batch > 0 ? o->batch : default_batch;
    c->batch = c->batch < rows ? c->batch : rows;
    c->epochs = o->epochs > 0 && o->epochs < default_epochs ? o->epochs : default_epochs;
    c->beta = o->momentum;
    c->rates = o->rate > 0 ? 1 : most_rates;
    for (size_t i = 0; i < c->rates; i++) {
        c->rate[i] = o->rate > 0 ? o->rate : rate[i];
    }
}

static struct comparison *comparison_new(struct lab *lab)
{
    const struct options *const o = &lab->options;
    struct comparison *const c = arena_take(&lab->model, sizeof *c);
    struct pcg32 generator = lab_generator(lab, stream_points);
    *c = (struct comparison){.lab = lab};
    choose(c);
    c->x = tensor_new(&lab->model, shape_2d(rows, 2));
    c->y = tensor_new(&lab->model, shape_2d(rows, 1));
    made_moons(rows, o->has_noise ? o->noise : (real)0.15, &generator, c->x.data, c->y.data);
    return c;
}

/* "91 % (78 to 100)" of the units, "76 %" of the answers. */
static void say_outcome(const struct outcome *o)
{
    char off[40] = "all diverged", right[16] = "";
    if (o->count > 0) {
        snprintf(off, sizeof off, "%.0f %% (%.0f to %.0f)", 100 * (double)o->off.mean,
                 100 * (double)o->off.least, 100 * (double)o->off.largest);
        snprintf(right, sizeof right, "%.0f %%", 100 * (double)o->right.mean);
    }
    printf("   %16s %6s", off, right);
}

static void say_diverged(size_t relu, size_t leaky)
{
    if (relu + leaky > 0) {
        printf("   diverged: %zu and %zu", relu, leaky);
    }
    putchar('\n');
}

static void say_all(const struct comparison *c)
{
    puts("       rate          ReLU: dead  right    leaky ReLU: low  right");
    for (size_t r = 0; r < c->rates; r++) {
        printf("       %-5g", (double)c->rate[r]);
        say_outcome(&c->outcome[0][r]);
        say_outcome(&c->outcome[1][r]);
        say_diverged(starts - c->outcome[0][r].count, starts - c->outcome[1][r].count);
    }
}

/* Block 0 holds ReLU, block 1 leaky ReLU. */
static void write_all(const struct comparison *c)
{
    struct trace trace =
        lab_trace_begin(c->lab, "dead", NULL,
                        "rate off off_least off_largest right right_least right_largest diverged");
    for (size_t k = 0; k < 2; k++) {
        if (k > 0) {
            trace_block(&trace, "leaky ReLU");
        }
        for (size_t r = 0; r < c->rates; r++) {
            const struct outcome *const o = &c->outcome[k][r];
            const real none = o->count > 0 ? 0 : REAL_NAN;
            trace_row(&trace, (real[]){c->rate[r], o->off.mean + none, o->off.least, o->off.largest,
                                       o->right.mean + none, o->right.least, o->right.largest,
                                       (real)(starts - o->count)});
        }
    }
    lab_trace_finish(&trace);
}

void show_dead(void *context)
{
    struct comparison *const c = comparison_new(context);
    printf("     2-%s%zu-1 on %d points of two moons, batches of %zu, epochs: %zu, starts: %d\n",
           c->form.depth > 1 ? "...-" : "", c->form.hidden, rows, c->batch, c->epochs, starts);
    puts("     Dead, or low: units whose sum is above 0 at none of the points (least to most).");
    train_all(c);
    say_all(c);
    puts("     A dead unit's gradient is 0, too: no step brings it back. A leaky unit on its low\n"
         "     side passes a hundredth on, forward and back, and the network still answers.");
    write_all(c);
}
