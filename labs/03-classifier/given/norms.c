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
        learner_new(lab, recipe, lab->training, lab->validation, stream_of_norms);
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

static void compare_signals(struct lab *lab)
{
    struct signal signal[2][starts][options_max_hidden];
    const struct recipe plain = deep_recipe(lab, false), normed = deep_recipe(lab, true);
    const size_t layers = plain.hidden_layers;
    printf("     %s, before training. Mean and deviation of what reaches the activations:\n",
           recipe_network_text(&plain, lab->set.rows * lab->set.columns, lab->set.classes).text);
    print_signals_head(layers);
    for (size_t with = 0; with < 2; with++) {
        for (size_t i = 0; i < starts; i++) {
            look_at_start(lab, with ? &normed : &plain, start[i].factor, signal[with][i]);
            print_signals(start[i].name, with, signal[with][i], layers);
        }
    }
    write_signals(lab, layers, signal);
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

/* What the first unit of the first layer makes of the first of n images. */
static real first_unit(struct learner *l, size_t n, bool training)
{
    struct tape *const tape = &l->tape;
    tape->recording = false;
    tape->training = training;
    const real y = sums_of(l, 0, images_on_tape(l, n))->value.data[0];
    tape->recording = tape->training = true;
    tape_reset(tape);
    lab_require_finite(y, "what batch norm makes of an image");
    return y;
}

/* What becomes of an image that stands in place of the next batch's first one. */
static real among_others(struct learner *l, const real *image /* (pixels) */, bool training)
{
    const size_t n = next_batch(l);
    memcpy(l->training.x, image, l->classifier->settings.size[0] * sizeof *image);
    return first_unit(l, n, training);
}

/* In training the company of an image counts; in evaluation the passes before. */
static void follow_image(struct lab *lab)
{
    enum { looks = 4 };
    static const size_t passes[looks] = {0, 1, 10, 100};
    const struct recipe recipe = deep_recipe(lab, true);
    struct learner *const l =
        learner_new(lab, &recipe, lab->training, lab->validation, stream_of_norms);
    const size_t pixels = l->classifier->settings.size[0];
    real *const image = arena_reals(&lab->model, pixels);
    next_batch(l);
    memcpy(image, l->training.x, pixels * sizeof *image);

    real evaluated[looks];
    for (size_t i = 0, passed = 0; i < looks; i++) {
        for (; passed < passes[i]; passed++) {
            first_unit(l, next_batch(l), true);
        }
        evaluated[i] = among_others(l, image, false);
    }
    const real here = among_others(l, image, true), there = among_others(l, image, true);
    memcpy(l->training.x, image, pixels * sizeof *image);
    const real alone = first_unit(l, 1, true);
    puts("\n     One image, and what the first unit of layer 1 gets of it:");
    printf("       in training    in a batch of %-5zu %8.4f\n", recipe.batch, (double)here);
    printf("                      in another batch   %8.4f\n", (double)there);
    printf("                      alone              %8.4f\n", (double)alone);
    for (size_t i = 0; i < looks; i++) {
        printf("       %-14s %3zu batches later  %8.4f\n", i == 0 ? "in evaluation" : "", passes[i],
               (double)evaluated[i]);
    }
    puts("     In training it depends on who else is in the batch; alone, an image is its own "
         "mean.\n"
         "     In evaluation it depends on nobody, once the running statistics have settled.");
}

/* --- 3.12 ------------------------------------------------------------------------------------- */

void show_norms(void *context)
{
    struct lab *const lab = context;
    images_measure(lab);
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
    images_measure(lab);
    const struct images training = images_some(lab, lab->training, images_at_most);
    const struct images validation = images_some(lab, lab->validation, validation_at_most);
    const struct recipe plain = deep_recipe(lab, false), normed = deep_recipe(lab, true);
    struct run run[2 * starts];
    printf("     %s images, %s, %s, epochs: %zu\n", count_to_text(training.count).text,
           recipe_network_text(&plain, lab->set.rows * lab->set.columns, lab->set.classes).text,
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
