/* Sections of 3.12 and 3.13: a deep network with and without batch norm, its weights as they should be,
 * too small and too large.
 */
#include "03-classifier/given/sections.h"
#include "03-classifier/given/trial.h"
#include "layers/linear_layer.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum {
    stream_of_norms = 60,
    images_at_most = 5000,
    validation_at_most = 1000,
    starts = 3,
    most_shown = 4, /* layers in a table */
};

/* What the weights of the hidden layers are multiplied by. */
static const struct start {
    const char *name;
    real factor;
} start[starts] = {{"a third", (real)1 / 3}, {"as drawn", 1}, {"three times", 3}};

static struct recipe deep_recipe(const struct lab *lab, bool batch_norm)
{
    struct recipe recipe = recipe_usual();
    recipe.hidden_layers = 4;
    for (size_t i = 0; i < recipe.hidden_layers; i++) {
        recipe.hidden[i] = 128;
    }
    recipe.epochs = 2;
    recipe.optimizer = optimizer_gradient_descent.usual;
    const struct recipe otherwise = recipe;
    recipe = recipe_with(&lab->options, recipe);
    if (recipe.hidden_layers == 0) { /* nothing to normalise */
        recipe.hidden_layers = otherwise.hidden_layers;
        memcpy(recipe.hidden, otherwise.hidden, sizeof recipe.hidden);
    }
    recipe.batch_norm = batch_norm;
    return recipe;
}

static void scale_weights(struct image_classifier *classifier, real factor)
{
    for (size_t layer = 0; layer + 1 < classifier->settings.layers; layer++) {
        struct variable *const w = &classifier->linear[layer].w;
        for (size_t i = 0; i < variable_count(w); i++) {
            w->value.data[i] *= factor;
        }
    }
}

/* --- 3.12: the signals ------------------------------------------------------------------------ */

/* What reaches the activations of a layer, over all its units and the images of a batch. */
struct signal {
    real mean, deviation;
};

static struct signal signal_of(const struct variable *sums)
{
    const size_t count = variable_count(sums);
    real sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        sum += sums->value.data[i];
    }
    const real mean = sum / (real)count;
    for (size_t i = 0; i < count; i++) {
        squares += (sums->value.data[i] - mean) * (sums->value.data[i] - mean);
    }
    return (struct signal){mean, sqrt(squares / (real)count)};
}

static struct variable *images_on_tape(struct learner *l, size_t n)
{
    const size_t pixels = l->classifier->settings.size[0];
    return tape_constant(&l->tape, tensor_view(shape_2d(n, pixels), l->training.x));
}

/* What reaches the activation of hidden layer `layer`, from what the layer before it gave. */
static struct variable *sums_of(struct learner *l, size_t layer, struct variable *x)
{
    struct image_classifier *const classifier = l->classifier;
    struct variable *const sums = linear_layer_forward(&l->tape, &classifier->linear[layer], x);
    return classifier->settings.batch_norm
               ? batch_norm_layer_forward(&l->tape, &classifier->norm[layer], sums)
               : sums;
}

/* Goes through the network with one batch, in training or in evaluation, but without the way back. */
static void look_inside(struct learner *l, bool training, struct signal *signal /* (hidden) */)
{
    struct tape *const tape = &l->tape;
    const bool recording = tape->recording, in_training = tape->training;
    image_batches_in_order(&l->sample);
    const size_t n = image_batches_next(&l->sample, l->training.x, l->training.labels);
    tape->recording = false;
    tape->training = training;
    struct variable *x = images_on_tape(l, n);
    for (size_t layer = 0; layer + 1 < l->classifier->settings.layers; layer++) {
        struct variable *const sums = sums_of(l, layer, x);
        signal[layer] = signal_of(sums);
        x = activate(tape, l->classifier->settings.hidden, sums);
    }
    tape->recording = recording;
    tape->training = in_training;
    tape_reset(tape);
}

/* Before any training. */
static void look_at_start(struct lab *lab, const struct recipe *recipe, real factor,
                          struct signal *signal)
{
    const size_t mark = lab->model.used;
    struct learner *const l =
        learner_new(lab, recipe, lab->images.training, lab->images.validation, stream_of_norms);
    scale_weights(l->classifier, factor);
    look_inside(l, true, signal);
    for (size_t layer = 0; layer < recipe->hidden_layers; layer++) {
        lab_require_finite(signal[layer].deviation, "what reaches an activation");
    }
    arena_reset(&lab->model, mark);
}

static void print_signals_head(size_t layers)
{
    printf("       %-27s", "weights");
    for (size_t layer = 0; layer < layers && layer < most_shown; layer++) {
        printf("        layer %zu", layer + 1);
    }
    puts("");
}

/* Mean and deviation, layer by layer. */
static void print_signals(const char *weights, bool with, const struct signal *signal,
                          size_t layers)
{
    printf("       %-11s %-15s", weights, with ? "batch norm" : "");
    for (size_t layer = 0; layer < layers && layer < most_shown; layer++) {
        const real mean = signal[layer].mean;
        printf(" %6.2f %7.3f", fabs(mean) < (real)0.005 ? 0 : (double)mean, /* never "-0.00" */
               (double)signal[layer].deviation);
    }
    puts("");
}

/* A block for each network. */
static void write_signals(const struct lab *lab, size_t layers,
                          struct signal signal[2][starts][options_max_hidden])
{
    struct trace trace =
        lab_trace_begin(lab, "norm_signals", "batch_norm factor layer mean deviation");
    for (size_t k = 0; k < 2 * starts; k++) {
        const size_t with = k / starts, i = k % starts;
        if (k > 0) {
            trace_block(&trace, "the next network");
        }
        for (size_t layer = 0; layer < layers; layer++) {
            const struct signal at = signal[with][i][layer];
            trace_row(&trace, (real[]){(real)with, start[i].factor, (real)(layer + 1), at.mean,
                                       at.deviation});
        }
    }
    lab_trace_finish(&trace);
}

static void say_whether_normal(struct signal signal[starts][options_max_hidden], size_t layers)
{
    const real enough = (real)0.01; /* epsilon takes a little off small signals */
    bool normal = true;
    for (size_t i = 0; i < starts; i++) {
        for (size_t layer = 0; layer < layers; layer++) {
            const struct signal at = signal[i][layer];
            normal = normal && fabs(at.mean) <= enough && fabs(at.deviation - 1) <= enough;
        }
    }
    puts(normal ? "     Whatever the weights, with batch norm each layer gets a signal of the same "
                  "size."
                : "     But with batch norm the means should be 0, the deviations 1: make grade "
                  "CHECK=3.12\n"
                  "     tells more.");
}

static void compare_signals(struct lab *lab)
{
    struct signal signal[2][starts][options_max_hidden];
    const struct recipe plain = deep_recipe(lab, false), normed = deep_recipe(lab, true);
    const size_t layers = plain.hidden_layers;
    printf("     %s, before training. Mean and deviation of what reaches the activations:\n",
           recipe_network_text(&plain, lab->images.set.rows * lab->images.set.columns,
                               lab->images.set.classes)
               .text);
    print_signals_head(layers);
    for (size_t with = 0; with < 2; with++) {
        for (size_t i = 0; i < starts; i++) {
            look_at_start(lab, with ? &normed : &plain, start[i].factor, signal[with][i]);
            print_signals(start[i].name, with, signal[with][i], layers);
        }
    }
    write_signals(lab, layers, signal);
    say_whether_normal(signal[1], layers);
}

/* --- 3.12: training and evaluation ------------------------------------------------------------ */

/* Fetches the next images to train with; behind the last ones it begins anew. */
static size_t next_batch(struct learner *l)
{
    size_t n = image_batches_next(&l->batches, l->training.x, l->training.labels);
    if (n == 0) {
        image_batches_shuffle(&l->batches, &l->order);
        n = image_batches_next(&l->batches, l->training.x, l->training.labels);
    }
    return n;
}

/* How an image is looked at. */
enum look {
    in_batch,
    in_other_batch,
    alone,
    evaluated_at_once,
    evaluated_behind_1,
    evaluated_behind_10,
    evaluated_behind_100,
    evaluated_elsewhere,
    looks,
};

static const char *const look_name[looks] = {
    "in training    in a batch", "               in another batch", "               alone",
    "in evaluation  before any", "               behind 1 batch",   "               behind 10",
    "               behind 100", "               in another batch"};

/* Batch norm's work on the first layer of n images. Writes what it makes of the first one. */
static void pass(struct learner *l, size_t n, bool training, real *y /* (units) */)
{
    struct tape *const tape = &l->tape;
    const size_t units = l->classifier->settings.size[1];
    tape->recording = false;
    tape->training = training;
    memcpy(y, sums_of(l, 0, images_on_tape(l, n))->value.data, units * sizeof *y);
    tape->recording = tape->training = true;
    tape_reset(tape);
}

/* The image stands in place of the next batch's first one. */
static void pass_among_others(struct learner *l, const real *image, bool training, real *y)
{
    const size_t n = next_batch(l);
    memcpy(l->training.x, image, l->classifier->settings.size[0] * sizeof *image);
    pass(l, n, training, y);
}

/* The image in evaluation, while more and more batches pass in training; then in training. */
static void look_at(struct learner *l, const real *image, real *const *y /* (looks) */)
{
    static const size_t until[] = {0, 1, 10, 100};
    for (size_t i = 0, passed = 0; i < sizeof until / sizeof *until; i++) {
        for (; passed < until[i]; passed++) {
            pass(l, next_batch(l), true, y[in_batch]);
        }
        pass_among_others(l, image, false, y[evaluated_at_once + i]);
    }
    pass_among_others(l, image, false, y[evaluated_elsewhere]);
    pass_among_others(l, image, true, y[in_batch]);
    pass_among_others(l, image, true, y[in_other_batch]);
    memcpy(l->training.x, image, l->classifier->settings.size[0] * sizeof *image);
    pass(l, 1, true, y[alone]);
}

/* The root of the mean square distance, over all units. */
static real apart(size_t units, const real *a, const real *b)
{
    real sum = 0;
    for (size_t i = 0; i < units; i++) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sqrt(sum / (real)units);
}

/* What is wrong first; NULL when all is as it should be. */
static const char *fault_of(size_t units, real *const *y /* (looks) */)
{
    const real at_once = apart(units, y[evaluated_at_once], y[in_batch]);
    const real settled = apart(units, y[evaluated_behind_100], y[in_batch]);
    const real company = apart(units, y[evaluated_elsewhere], y[evaluated_behind_100]);
    return apart(units, y[in_other_batch], y[in_batch]) == 0
               ? "in training the other images of a batch should matter"
           : fabs(y[alone][0]) > (real)1e-3 ? "alone, an image is its own mean, and should become 0"
           : company > (real)1e-3           ? "in evaluation the other images should not matter"
           : settled > at_once / 2 ? "in evaluation an image should become what it was in training"
                                   : NULL;
}

static void follow_image(struct lab *lab)
{
    struct recipe recipe = deep_recipe(lab, true);
    recipe.batch = recipe.batch > 1 ? recipe.batch : 2;
    struct learner *const l =
        learner_new(lab, &recipe, lab->images.training, lab->images.validation, stream_of_norms);
    const size_t pixels = l->classifier->settings.size[0], units = recipe.hidden[0];
    real *const image = arena_reals(&lab->model, pixels), *y[looks];
    for (size_t i = 0; i < looks; i++) {
        y[i] = arena_reals(&lab->model, units);
    }
    scale_weights(l->classifier, 3); /* far from what batch norm wants */
    next_batch(l);
    memcpy(image, l->training.x, pixels * sizeof *image);
    look_at(l, image, y);

    puts("\n     One image in layer 1, its weights three times as large:");
    puts(
        "                                        its first unit   all: how far from the first row");
    for (size_t i = 0; i < looks; i++) {
        lab_require_finite(y[i][0], "what batch norm makes of an image");
        printf("       %-32s %14.4f %14.4f\n", look_name[i], (double)(y[i][0] + 0),
               (double)apart(units, y[i], y[in_batch]));
    }
    const char *const fault = fault_of(units, y);
    if (fault) {
        printf("     But %s: make grade CHECK=3.12 tells more.\n", fault);
    } else {
        puts("     In training it depends on who else is in the batch; alone, an image is its own "
             "mean.\n"
             "     In evaluation it depends on nobody, once the running statistics have settled.");
    }
}

/* --- 3.12 ------------------------------------------------------------------------------------- */

void show_norms(void *context)
{
    struct lab *const lab = context;
    images_measure(&lab->images);
    compare_signals(lab);
    follow_image(lab);
}

/* --- 3.13: in training ------------------------------------------------------------------------ */

struct run {
    bool with;
    const struct start *start;
    struct trial trial;
    struct signal signal[options_max_hidden]; /* at its end */
};

static void note_signals(struct learner *l, const struct moment *moment, void *listener)
{
    struct run *const run = listener;
    if (moment->epoch > 0) {
        look_inside(l, false, run->signal);
    }
}

static void print_run(const struct run *run, size_t layers)
{
    const struct moment end = history_end(&run->trial.history);
    printf("       %-11s %-11s", run->start->name, run->with ? "batch norm" : "");
    if (run->trial.history.lost) {
        puts("         lost: no number any more");
        return;
    }
    printf(" %12.4f %14.2f %%", (double)end.training.loss,
           100 * (double)evaluation_accuracy(&end.validation));
    const real first = run->signal[0].deviation, last = run->signal[layers - 1].deviation;
    if (isfinite(first) && isfinite(last)) {
        printf(" %14.3f %11.3f", (double)first, (double)last);
    }
    puts("");
}

/* Two blocks for each network: what it is; its loss by step. */
static void write_runs(const struct lab *lab, const struct run *run, size_t count)
{
    struct trace trace = lab_trace_begin(lab, "norm_losses", "epoch loss nothing");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            trace_block(&trace, "the next network");
        }
        trace_row(&trace, (real[]){run[i].with, run[i].start->factor, REAL_NAN});
        trace_block(&trace, "the mini-batches' mean loss, by part of an epoch");
        loss_curve_write(&trace, &run[i].trial.curve);
    }
    lab_trace_finish(&trace);
}

void show_norms_in_training(void *context)
{
    struct lab *const lab = context;
    images_measure(&lab->images);
    const struct images training = images_some(&lab->model, lab->images.training, images_at_most);
    const struct images validation =
        images_some(&lab->model, lab->images.validation, validation_at_most);
    const struct recipe plain = deep_recipe(lab, false), normed = deep_recipe(lab, true);
    struct run run[2 * starts];
    printf("     %s images, %s, %s, epochs: %zu\n", count_to_text(training.count).text,
           recipe_network_text(&plain, lab->images.set.rows * lab->images.set.columns,
                               lab->images.set.classes)
               .text,
           recipe_training_text(&plain).text, plain.epochs);
    puts(
        "                                 training     validation   deviation behind the training");
    puts(
        "       weights                       loss       accuracy     in layer 1, the last hidden");
    for (size_t i = 0; i < 2 * starts; i++) {
        run[i] = (struct run){.with = i >= starts, .start = &start[i % starts]};
        run[i].trial =
            trial_new(lab, run[i].with ? &normed : &plain, training, validation, stream_of_norms);
        scale_weights(run[i].trial.learner->classifier, run[i].start->factor);
        trial_train(&run[i].trial, &(struct course){.what = run[i].with ? "batch norm" : "without",
                                                    .listen = note_signals,
                                                    .listener = &run[i]});
        print_run(&run[i], plain.hidden_layers);
    }
    write_runs(lab, run, 2 * starts);
}
