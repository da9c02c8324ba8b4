/* Section 3.6: a large network on few images. It trains to the end, so that the picture shows what
 * early stopping saves one from; the student's functions are told of each epoch as if it could end. */
#include "03-classifier/given/learner.h"
#include "03-classifier/given/sections.h"

#include "common/section.h"

#include <stdio.h>
#include <tgmath.h>

enum {
    stream_of_stopping = 5,
    usual_few = 500,
    usual_patience = 5,
    usual_epochs = 40,
    most_validating = 2000
};

static const struct recipe large = {.hidden_layers = 2,
                                    .hidden = {512, 256},
                                    .activation = activation_relu,
                                    .batch = 32,
                                    .epochs = usual_epochs};

/* What early stopping said during the training. */
struct stop {
    struct early_stopping stopping;
    size_t at; /* the epoch behind which it said so; 0: it never did */
};

static void hear_moment(struct learner *learner, const struct moment *moment, void *listener)
{
    struct stop *const stop = listener;
    (void)learner;
    if (moment->epoch > 0 && stop->at == 0 &&
        early_stopping_update(&stop->stopping, moment->validation.loss)) {
        stop->at = moment->epoch;
    }
}

/* --- the table -------------------------------------------------------------------------------- */

static void print_moment(const struct moment *moment, const char *remark)
{
    printf("     %5zu   ", moment->epoch);
    evaluation_print(&moment->training);
    printf("   ");
    evaluation_print(&moment->validation);
    puts(remark);
}

static void print_moments(const struct history *history, const struct stop *stop)
{
    printf("     %5s   %-20s   %s\n", "epoch", "training", "validation");
    printf("     %5s   %9s  %9s   %9s  %9s\n", "", "loss", "accuracy", "loss", "accuracy");
    for (size_t i = 0; i < history->count; i++) {
        const struct moment *const moment = &history->moment[i];
        const bool is_best = moment->epoch == stop->stopping.best_epoch && moment->epoch > 0;
        const bool is_stop = moment->epoch == stop->at && stop->at > 0;
        if (is_best || is_stop || is_round(moment->epoch) || i + 1 == history->count) {
            print_moment(moment, is_best ? "   the best" : is_stop ? "   patience is over" : "");
        }
    }
}

/* --- what comes back -------------------------------------------------------------------------- */

/* Ends the section when best_epoch is no epoch of which it was told. */
static const struct moment *best_of(const struct history *history, const struct stop *stop)
{
    const size_t best = stop->stopping.best_epoch,
                 last = stop->at > 0 ? stop->at : history->count - 1;
    if (best < 1 || best > last) {
        section_stop("early_stopping_update says that epoch %zu was the best, and it was told of "
                     "epochs 1 to %zu",
                     best, last);
    }
    return &history->moment[best];
}

static void say_restored(const struct moment *best, const struct moment *restored)
{
    const real loss = best->validation.loss;
    if (fabs(loss - restored->validation.loss) <= (real)1e-4 * fabs(loss)) {
        printf("     Restored: validation loss %.4f, that of epoch %zu.\n",
               (double)restored->validation.loss, best->epoch);
    } else {
        printf("     Restored: validation loss %.4f, but epoch %zu had %.4f. Are the values copied "
               "when it is\n     the best, all of them, and back?\n",
               (double)restored->validation.loss, best->epoch, (double)loss);
    }
}

static void say_saved(const struct stop *stop, const struct moment *best, const struct moment *end)
{
    const struct evaluation *const b = &best->validation, *const e = &end->validation;
    if (stop->at > 0) {
        printf(
            "     With patience %zu it ends behind epoch %zu, %zu after the best, epoch %zu, which "
            "comes back.\n",
            stop->stopping.patience, stop->at, stop->at - best->epoch, best->epoch);
    } else {
        printf("     A patience of %zu is not over when the training is; epoch %zu comes back.\n",
               stop->stopping.patience, best->epoch);
    }
    printf("     The last epoch's weights: loss %.4f and %.2f %% right, instead of %.4f and %.2f "
           "%%.\n",
           (double)e->loss, 100 * (double)evaluation_accuracy(e), (double)b->loss,
           100 * (double)evaluation_accuracy(b));
}

/* --- the section ------------------------------------------------------------------------------ */

/* Blocks: the epochs; the best one, and the one that ended it (0: none did). */
static void write_moments(const struct lab *lab, const struct history *history,
                          const struct stop *stop, size_t images)
{
    struct trace trace = lab_trace_begin(
        lab, "stopping",
        "epoch training_loss training_accuracy validation_loss validation_accuracy");
    history_write(&trace, history);
    trace_block(&trace, "best epoch, end, patience, images");
    trace_row(&trace, (real[]){(real)stop->stopping.best_epoch, (real)stop->at,
                               (real)stop->stopping.patience, (real)images, 0});
    lab_trace_finish(&trace);
}

static struct learner *new_learner(struct lab *lab)
{
    const struct options *const options = &lab->options;
    struct recipe usual = large;
    usual.optimizer = recipe_usual().optimizer;
    usual.optimizer.rate = (real)0.01;
    const struct recipe recipe = recipe_with(options, usual);
    const size_t few = options->few > 0 ? options->few : usual_few;
    images_measure(&lab->images);
    struct learner *const learner = learner_new(
        lab, &recipe, images_some(&lab->model, lab->images.training, few),
        images_some(&lab->model, lab->images.validation, most_validating), stream_of_stopping);
    printf("     %s: %s parameters, for %s images\n     %s\n\n",
           recipe_network_text(&recipe, lab->images.set.rows * lab->images.set.columns,
                               lab->images.set.classes)
               .text,
           count_to_text(image_classifier_parameter_count(learner->classifier)).text,
           count_to_text(learner->batches.batches.count).text, recipe_training_text(&recipe).text);
    return learner;
}

void show_stopping(void *context)
{
    struct lab *const lab = context;
    const size_t patience = lab->options.patience > 0 ? lab->options.patience : usual_patience;
    struct learner *const learner = new_learner(lab);
    struct stop stop = {learner_stopping(learner, patience), 0};
    const struct history history = learner_train(
        learner, &(struct course){.what = "few images", .listen = hear_moment, .listener = &stop});
    print_moments(&history, &stop);
    history_require_kept(&history);
    const struct moment *const best = best_of(&history, &stop);
    const struct moment end = history_end(&history);
    early_stopping_restore(&stop.stopping);
    const struct moment restored = learner_moment(learner);
    say_saved(&stop, best, &end);
    say_restored(best, &restored);
    write_moments(lab, &history, &stop, learner->batches.batches.count);
}
