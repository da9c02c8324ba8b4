/* Sections of 3.10: how long the steps may be, for each optimizer, and how many images a batch. */
#include "03-classifier/given/sections.h"
#include "03-classifier/given/trial.h"

#include <stdio.h>

enum {
    stream_of_rates = 80,
    images_of_rates = 5000,
    images_of_batches = 10000,
    validation_at_most = 2000,
    rates = 9,
};

static const real rate[rates] = {(real)0.0001, (real)0.0003, (real)0.001,
                                 (real)0.003,  (real)0.01,   (real)0.03,
                                 (real)0.1,    (real)0.3,    1};

/* --- rates ------------------------------------------------------------------------------------ */

/* What an epoch at some rate came to, in validation. */
struct end {
    real loss, accuracy;
    bool lost;
};

static struct end train_at(struct lab *lab, const struct recipe *recipe, struct images training,
                           struct images validation)
{
    const size_t mark = lab->model.used;
    struct trial trial = trial_new(lab, recipe, training, validation, stream_of_rates);
    trial_train(&trial, &(struct course){.what = recipe->optimizer.method->name});
    const struct moment end = history_end(&trial.history);
    const bool lost = trial.history.lost;
    arena_reset(&lab->model, mark);
    return (struct end){end.validation.loss, evaluation_accuracy(&end.validation), lost};
}

static void print_rates(const struct recipe *recipe, struct images training)
{
    printf(
        "     %s images, batches of %zu, epochs: %zu, all from one start: accuracy in validation\n",
        count_to_text(training.count).text, recipe->batch, recipe->epochs);
    printf("       rate     ");
    for (size_t i = 0; i < rates; i++) {
        printf(" %6g", (double)rate[i]);
    }
    puts("");
}

/* The accuracies in per cent, the best one marked; "lost" where there was no number any more. */
static void print_ends(const char *name, const struct end *end /* (rates) */)
{
    size_t best = 0;
    for (size_t i = 1; i < rates; i++) {
        best = !end[i].lost && (end[best].lost || end[i].accuracy > end[best].accuracy) ? i : best;
    }
    printf("       %-9s", name);
    for (size_t i = 0; i < rates; i++) {
        if (end[i].lost) {
            printf("   lost");
        } else {
            printf(" %5.1f%c", 100 * (double)end[i].accuracy, i == best ? '*' : ' ');
        }
    }
    puts("");
}

static void write_ends(const struct lab *lab, const char *method, const struct end *end)
{
    char name[64];
    snprintf(name, sizeof name, "rates_%s", method);
    struct trace trace = lab_trace_begin(lab, name, "rate loss accuracy lost");
    for (size_t i = 0; i < rates; i++) {
        trace_row(&trace, (real[]){rate[i], end[i].loss, end[i].accuracy, end[i].lost});
    }
    lab_trace_finish(&trace);
}

/* Each optimizer's trace is written as soon as it is trained: the picture shows those that are there. */
void show_rates(void *context)
{
    struct lab *const lab = context;
    images_measure(&lab->images);
    const struct images training = images_some(&lab->model, lab->images.training, images_of_rates);
    const struct images validation =
        images_some(&lab->model, lab->images.validation, validation_at_most);
    struct recipe recipe = recipe_usual();
    recipe.epochs = 1;
    recipe = recipe_with(&lab->options, recipe);
    print_rates(&recipe, training);
    for (const struct optimizer_method *const *method = optimizer_methods; *method; method++) {
        struct end end[rates];
        for (size_t i = 0; i < rates; i++) {
            recipe.optimizer = recipe_optimizer(&lab->options, (*method)->usual);
            recipe.optimizer.rate = rate[i];
            end[i] = train_at(lab, &recipe, training, validation);
        }
        print_ends((*method)->name, end);
        write_ends(lab, (*method)->name, end);
    }
    puts("     *: its best one; lost: the loss was no number any more");
}

/* --- batches ---------------------------------------------------------------------------------- */

static struct recipe recipe_of_batches(const struct lab *lab)
{
    struct recipe recipe = recipe_usual();
    recipe.optimizer.rate = (real)0.005; /* a larger one suits the large batches alone */
    recipe.epochs = 3;
    return recipe_with(&lab->options, recipe);
}

static void try_batch(struct lab *lab, size_t batch, real share, struct images training,
                      struct images validation)
{
    const size_t mark = lab->model.used;
    struct recipe recipe = recipe_of_batches(lab);
    recipe.batch = batch;
    recipe.optimizer.rate *= share;
    struct trial trial = trial_new(lab, &recipe, training, validation, stream_of_rates);
    trial_train(&trial, &(struct course){.what = "batches"});
    const struct moment end = history_end(&trial.history);
    const size_t steps = recipe.epochs * ((training.count + batch - 1) / batch);
    const double images = (double)(recipe.epochs * training.count);
    printf("       %5zu %7g %7zu", batch, (double)recipe.optimizer.rate, steps);
    if (trial.history.lost) {
        puts("       lost: no number any more");
    } else {
        printf(" %10.4f %12.4f %11.2f %% %14s/s\n", (double)end.training.loss,
               (double)end.validation.loss, 100 * (double)evaluation_accuracy(&end.validation),
               count_to_text((size_t)(images / trial.seconds)).text);
    }
    arena_reset(&lab->model, mark);
}

void show_batches(void *context)
{
    struct lab *const lab = context;
    images_measure(&lab->images);
    const struct images training =
        images_some(&lab->model, lab->images.training, images_of_batches);
    const struct images validation =
        images_some(&lab->model, lab->images.validation, validation_at_most);
    const struct recipe recipe = recipe_of_batches(lab);
    printf("     %s images, %s, epochs: %zu for each, all from one start\n",
           count_to_text(training.count).text, recipe.optimizer.method->name, recipe.epochs);
    puts("                               training   validation");
    puts("       batch    rate   steps       loss         loss      accuracy   trained images");
    try_batch(lab, 16, 1, training, validation);
    try_batch(lab, 64, 1, training, validation);
    try_batch(lab, 256, 1, training, validation);
    puts("     The rate grows with the batch:");
    try_batch(lab, 16, (real)0.25, training, validation);
    try_batch(lab, 256, 4, training, validation);
}
