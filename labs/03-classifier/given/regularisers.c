/* A section of 3.13: too many parameters on few images, and what helps against learning them by heart.
 *
 * All networks start from the same weights and see the same images in the same order. What to expect
 * of 1,000 images of Fashion-MNIST, measured with 5,000 to validate, mean of seeds 1, 2 and 3:
 *
 *                    loss at the end   the least loss   accuracy at the end
 *     nothing              0.87             0.56             80.9 %
 *     early stopping       0.56             0.56             80.1 %
 *     dropout 0.5          0.60             0.54             81.7 %
 *     weight decay 1       0.69             0.55             80.4 %
 *     batch norm           0.74             0.56             80.6 %
 *     all of them          0.55             0.55             81.1 %
 *
 * So all of them keep the loss from rising, only dropout brings accuracy: the network without help is
 * not wrong more often, it is surer of what it gets wrong.
 */
#include "03-classifier/given/learner.h"
#include "03-classifier/given/sections.h"

#include <stdio.h>
#include <string.h>

enum {
    stream_of_regularisers = 90,
    usual_few = 1000,
    validation_at_most = 1000,
    usual_patience = 5,
    networks = 6,
    most_parts = image_classifier_max_parameters + 2 * image_classifier_max_layers,
};

/* --- what is tried ---------------------------------------------------------------------------- */

struct regulariser {
    const char *name;
    bool stopping, dropout, decay, batch_norm;
};

static const struct regulariser regulariser[networks] = {
    {"nothing", false, false, false, false},   {"early stopping", true, false, false, false},
    {"dropout", false, true, false, false},    {"weight decay", false, false, true, false},
    {"batch norm", false, false, false, true}, {"all of them", true, true, true, true},
};

/* The options say how strong each is, not whether it is there. */
static struct recipe recipe_of(const struct options *options, const struct regulariser *r)
{
    struct recipe recipe = recipe_usual();
    recipe.optimizer = optimizer_adamw.usual;
    recipe.optimizer.decoupled_decay = 1;
    recipe.dropout = (real)0.5;
    recipe.epochs = 40;
    recipe = recipe_with(options, recipe);
    recipe.dropout = r->dropout ? recipe.dropout : 0;
    recipe.optimizer.decoupled_decay = r->decay ? recipe.optimizer.decoupled_decay : 0;
    recipe.batch_norm = r->batch_norm;
    return recipe;
}

/* --- one network ------------------------------------------------------------------------------ */

struct network {
    struct recipe recipe;
    struct history history;
    struct moment kept; /* the network as it is in the end: with early stopping the best epoch's */
};

/* What early stopping has to keep: the parameters and, with batch norm, the running statistics. */
static size_t parts_of(const struct image_classifier *classifier, struct parameter *part)
{
    size_t count = classifier->parameters;
    memcpy(part, classifier->parameter, count * sizeof *part);
    for (size_t i = 0; classifier->settings.batch_norm && i + 1 < classifier->settings.layers;
         i++) {
        const struct batch_norm_layer *const norm = &classifier->norm[i];
        const struct tensor running[] = {norm->running_mean, norm->running_variance};
        for (size_t k = 0; k < 2; k++) {
            part[count] = (struct parameter){shape_count(running[k].shape), running[k].data, NULL};
            count++;
        }
    }
    return count;
}

static struct history train_to_end(struct learner *l, const struct regulariser *r)
{
    return learner_train(l, &(struct course){.what = r->name});
}

/* The best epoch's parameters come back. */
static struct history train_to_best(struct learner *l, const struct regulariser *r)
{
    struct lab *const lab = l->lab;
    struct parameter *const part = arena_take(&lab->model, most_parts * sizeof *part);
    const size_t patience = lab->options.patience > 0 ? lab->options.patience : usual_patience;
    struct early_stopping stopping =
        early_stopping_new(&lab->model, patience, part, parts_of(l->classifier, part));
    const struct history history =
        learner_train(l, &(struct course){.what = r->name, .stopping = &stopping});
    early_stopping_restore(&stopping);
    return history;
}

/* Of the learner only the history is kept. */
static struct network train(struct lab *lab, const struct regulariser *r, struct images training,
                            struct images validation)
{
    struct network network = {.recipe = recipe_of(&lab->options, r)};
    const struct recipe *const recipe = &network.recipe;
    const size_t room = (recipe->epochs + 1) * sizeof(struct moment);
    struct moment *const moment = arena_take(&lab->model, room);
    const size_t mark = lab->model.used;
    struct learner *const l =
        learner_new(lab, recipe, training, validation, stream_of_regularisers);
    network.history = r->stopping ? train_to_best(l, r) : train_to_end(l, r);
    network.kept = learner_moment(l);
    memcpy(moment, network.history.moment, network.history.count * sizeof *moment);
    network.history.moment = moment;
    arena_reset(&lab->model, mark);
    return network;
}

/* --- the table and the trace ------------------------------------------------------------------ */

static void print_head(const struct lab *lab, struct images training, struct images validation)
{
    const struct recipe recipe = recipe_of(&lab->options, &regulariser[0]);
    printf("     %s images, %s to validate; %s; %s\n", count_to_text(training.count).text,
           count_to_text(validation.count).text,
           recipe_network_text(&recipe, lab->images.set.rows * lab->images.set.columns,
                               lab->images.set.classes)
               .text,
           recipe_training_text(&recipe).text);
    puts("                                        training          validation   its best loss");
    puts("                        epochs     loss   accuracy     loss   accuracy     and epoch");
}

/* "dropout 0.5" */
static void print_name(const struct regulariser *r, const struct recipe *recipe)
{
    char text[32];
    const real strength = r->dropout ? recipe->dropout : recipe->optimizer.decoupled_decay;
    if (r->dropout != r->decay) {
        snprintf(text, sizeof text, "%s %g", r->name, (double)strength);
    } else {
        snprintf(text, sizeof text, "%s", r->name);
    }
    printf("       %-16s", text);
}

static void print_network(const struct regulariser *r, const struct network *network)
{
    const struct moment kept = network->kept, best = history_best(&network->history);
    print_name(r, &network->recipe);
    if (network->history.lost) {
        puts(" lost: no number any more");
        return;
    }
    printf(" %6zu %8.4f %8.2f %% %8.4f %8.2f %% %8.4f %6zu\n", history_end(&network->history).epoch,
           (double)kept.training.loss, 100 * (double)evaluation_accuracy(&kept.training),
           (double)kept.validation.loss, 100 * (double)evaluation_accuracy(&kept.validation),
           (double)best.validation.loss, best.epoch);
}

/* Of the network without any help. */
static void print_conclusion(const struct history *history)
{
    const struct moment best = history_best(history), end = history_end(history);
    const real rise = end.validation.loss / best.validation.loss - 1;
    if (history->lost || rise < (real)0.05) {
        return;
    }
    printf("     Without help the validation loss has risen by %.0f %% since epoch %zu, while the\n"
           "     training loss fell: images are learnt by heart.",
           100 * (double)rise, best.epoch);
    puts(end.validation.right >= best.validation.right
             ? " It is not wrong more often than\n     it was, but surer of what it gets wrong."
             : "");
}

/* Two blocks for each network: its best epoch and what it is in the end; its course. */
static void write_networks(const struct lab *lab, const struct network *network)
{
    struct trace trace = lab_trace_begin(
        lab, "regularisers",
        "epoch training_loss training_accuracy validation_loss validation_accuracy");
    for (size_t i = 0; i < networks; i++) {
        const struct moment kept = network[i].kept;
        if (i > 0) {
            trace_block(&trace, "the next network");
        }
        trace_row(&trace, (real[]){(real)history_best(&network[i].history).epoch,
                                   kept.training.loss, evaluation_accuracy(&kept.training),
                                   kept.validation.loss, evaluation_accuracy(&kept.validation)});
        trace_block(&trace, regulariser[i].name);
        history_write(&trace, &network[i].history);
    }
    lab_trace_finish(&trace);
}

void show_regularisers(void *context)
{
    struct lab *const lab = context;
    images_measure(&lab->images);
    const size_t few = lab->options.few > 0 ? lab->options.few : usual_few;
    const struct images training = images_some(&lab->model, lab->images.training, few);
    const struct images validation =
        images_some(&lab->model, lab->images.validation, validation_at_most);
    struct network network[networks];
    print_head(lab, training, validation);
    for (size_t i = 0; i < networks; i++) {
        network[i] = train(lab, &regulariser[i], training, validation);
        print_network(&regulariser[i], &network[i]);
    }
    print_conclusion(&network[0].history);
    write_networks(lab, network);
}
