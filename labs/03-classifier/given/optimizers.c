/* Sections 3.7 to 3.10: each optimizer's first steps, and a training from the start that all have in
 * common.
 *
 * Those that are given, SGD with and without momentum and Nesterov's, are trained by the first of these
 * sections that comes so far.
 */
#include "03-classifier/given/first_steps.h"
#include "03-classifier/given/sections.h"
#include "03-classifier/given/trial.h"

#include <stdio.h>

enum { stream_of_optimizers = 70, images_at_most = 20000, validation_at_most = 2000 };

static const struct optimizer_method *const given[] = {&optimizer_gradient_descent,
                                                       &optimizer_momentum, &optimizer_nesterov};

/* --- the trace -------------------------------------------------------------------------------- */

/* A number that is the same where data, network and settings are: the picture sets only those
 * trainings beside each other that had them in common. Below 2^24, which a float holds exactly. */
static real number_of_setting(const struct lab *lab, const struct recipe *recipe,
                              struct images training)
{
    char text[512];
    snprintf(text, sizeof text, "%s %zu %.9g %.9g %s %s %zu %llu", lab->images.name, training.count,
             (double)lab->images.mean, (double)lab->images.deviation,
             recipe_network_text(recipe, lab->images.set.rows * lab->images.set.columns,
                                 lab->images.set.classes)
                 .text,
             recipe_training_text(recipe).text, recipe->epochs,
             (unsigned long long)lab->options.seed);
    unsigned long hash = 2166136261; /* FNV-1a */
    for (const char *c = text; *c != '\0'; c++) {
        hash = ((hash ^ (unsigned char)*c) * 16777619) & 0xffffffff;
    }
    return (real)(hash >> 8);
}

/* Blocks: the number of the setting and the rate; the loss by step; each epoch in validation. */
static void write_trial(const struct lab *lab, const struct recipe *recipe, real setting,
                        const struct trial *trial)
{
    char name[64];
    snprintf(name, sizeof name, "optimizer_%s", recipe->optimizer.method->name);
    struct trace trace = lab_trace_begin(lab, name, "epoch loss accuracy");
    trace_row(&trace, (real[]){setting, recipe->optimizer.rate, REAL_NAN});
    trace_block(&trace, "the mini-batches' mean loss, by part of an epoch");
    loss_curve_write(&trace, &trial->curve);
    trace_block(&trace, "in validation, by epoch");
    for (size_t i = 0; i < trial->history.count; i++) {
        const struct moment *const m = &trial->history.moment[i];
        trace_row(&trace, (real[]){(real)m->epoch, m->validation.loss,
                                   evaluation_accuracy(&m->validation)});
    }
    lab_trace_finish(&trace);
}

/* --- the table -------------------------------------------------------------------------------- */

static void print_head(const struct lab *lab, const struct recipe *recipe, struct images training)
{
    printf("\n     %s images, %s, batches of %zu, epochs: %zu, all from one start\n",
           count_to_text(training.count).text,
           recipe_network_text(recipe, lab->images.set.rows * lab->images.set.columns,
                               lab->images.set.classes)
               .text,
           recipe->batch, recipe->epochs);
    puts("                           in validation: accuracy           loss   in training: loss");
    printf("       optimizer     rate   behind epoch 1   behind %-3zu   behind %-3zu      behind "
           "%zu\n",
           recipe->epochs, recipe->epochs, recipe->epochs);
}

static void print_compared(const struct compared *c)
{
    printf("       %-9s  %7g ", c->method->name, (double)c->rate);
    if (c->lost) {
        puts("  lost: no number any more");
        return;
    }
    printf(" %14.2f %% %8.2f %%   %10.4f   %10.4f\n", 100 * (double)c->first_accuracy,
           100 * (double)c->accuracy, (double)c->validation_loss, (double)c->training_loss);
}

/* --- one optimizer ---------------------------------------------------------------------------- */

static struct compared compared_of(const struct recipe *recipe, const struct history *history)
{
    const struct moment end = history_end(history);
    const struct moment first = history->moment[history->count > 1 ? 1 : 0];
    return (struct compared){.method = recipe->optimizer.method,
                             .rate = recipe->optimizer.rate,
                             .first_accuracy = evaluation_accuracy(&first.validation),
                             .accuracy = evaluation_accuracy(&end.validation),
                             .validation_loss = end.validation.loss,
                             .training_loss = end.training.loss,
                             .lost = history->lost};
}

static struct recipe common_recipe(const struct lab *lab)
{
    struct recipe recipe = recipe_usual();
    recipe.epochs = 3;
    return recipe_with(&lab->options, recipe);
}

/* Trains, prints and keeps a line, writes the trace. */
static void compare(struct lab *lab, const struct optimizer_method *method, struct images training,
                    struct images validation)
{
    const size_t mark = lab->model.used;
    struct recipe recipe = common_recipe(lab);
    const real setting = number_of_setting(lab, &recipe, training);
    recipe.optimizer = recipe_optimizer(&lab->options, method->usual);
    struct trial trial = trial_new(lab, &recipe, training, validation, stream_of_optimizers);
    trial_train(&trial, &(struct course){.what = method->name});
    const struct compared compared = compared_of(&recipe, &trial.history);
    print_compared(&compared);
    lab->compared[lab->compared_count] = compared;
    lab->compared_count++;
    write_trial(lab, &recipe, setting, &trial);
    arena_reset(&lab->model, mark);
}

static void set_beside(struct lab *lab, const struct optimizer_method *method)
{
    images_measure(&lab->images);
    const struct images training = images_some(&lab->model, lab->images.training, images_at_most);
    const struct images validation =
        images_some(&lab->model, lab->images.validation, validation_at_most);
    const struct recipe recipe = common_recipe(lab);
    print_head(lab, &recipe, training);
    for (size_t i = 0; i < lab->compared_count; i++) {
        print_compared(&lab->compared[i]);
    }
    for (size_t i = lab->compared_count; i < sizeof given / sizeof *given; i++) {
        compare(lab, given[i], training, validation);
    }
    compare(lab, method, training, validation);
}

/* --- the sections ----------------------------------------------------------------------------- */

void show_adagrad(void *context)
{
    first_steps_of_adagrad();
    set_beside(context, &optimizer_adagrad);
}

void show_rmsprop(void *context)
{
    first_steps_of_rmsprop();
    set_beside(context, &optimizer_rmsprop);
}

void show_adam(void *context)
{
    first_steps_of_adam();
    set_beside(context, &optimizer_adam);
}

void show_adamw(void *context)
{
    first_steps_of_adamw();
    set_beside(context, &optimizer_adamw);
}
