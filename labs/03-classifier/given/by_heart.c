/* Section 3.4: a few images learnt by heart, the first thing to try with a new network. */
#include "03-classifier/given/learner.h"
#include "03-classifier/given/sections.h"

#include <stdio.h>

enum { stream_by_heart = 3, usual_few = 32, usual_epochs = 60, most_validating = 1000 };

static bool is_known(const struct moment *moment)
{
    return moment->training.right == moment->training.count;
}

/* The first moment at which all images were right; NULL when there is none. */
static const struct moment *first_known(const struct history *history)
{
    for (size_t i = 0; i < history->count; i++) {
        if (is_known(&history->moment[i])) {
            return &history->moment[i];
        }
    }
    return NULL;
}

/* --- the table -------------------------------------------------------------------------------- */

static void print_moment(const struct moment *moment, size_t steps_in_epoch)
{
    printf("     %6zu   ", moment->epoch * steps_in_epoch);
    evaluation_print(&moment->training);
    printf("   ");
    evaluation_print(&moment->validation);
    puts("");
}

/* The moments at 0, 1, 2, 5, ... epochs, the first with all right, the last. */
static void print_moments(const struct history *history, size_t steps_in_epoch)
{
    const struct moment *const known = first_known(history);
    printf("     %6s   %-20s   %s\n", "", "the few", "validation");
    printf("     %6s   %9s  %9s   %9s  %9s\n", "steps", "loss", "accuracy", "loss", "accuracy");
    for (size_t i = 0; i < history->count; i++) {
        const struct moment *const moment = &history->moment[i];
        if (is_round(moment->epoch) || moment == known || i + 1 == history->count) {
            print_moment(moment, steps_in_epoch);
        }
    }
}

static void say_verdict(const struct history *history, size_t steps_in_epoch)
{
    const struct moment *const known = first_known(history);
    const struct moment end = history_end(history);
    if (known) {
        printf("     All %zu known behind step %zu: loss, gradient and step fit together. Of "
               "others it "
               "knows %.0f %%:\n     that is another question.\n",
               end.training.count, known->epoch * steps_in_epoch,
               100 * (double)evaluation_accuracy(&end.validation));
    } else {
        printf(
            "     %zu of %zu known. A network that cannot learn a few images by heart has a fault, "
            "too small a rate,\n     or too few steps.\n",
            end.training.right, end.training.count);
    }
}

/* --- the section ------------------------------------------------------------------------------ */

static void write_moments(const struct lab *lab, const struct history *history,
                          size_t steps_in_epoch)
{
    struct trace trace = lab_trace_begin(
        lab, "by-heart", "step loss accuracy validation_loss validation_accuracy images");
    for (size_t i = 0; i < history->count; i++) {
        const struct moment *const m = &history->moment[i];
        trace_row(&trace, (real[]){(real)(m->epoch * steps_in_epoch), m->training.loss,
                                   evaluation_accuracy(&m->training), m->validation.loss,
                                   evaluation_accuracy(&m->validation), (real)m->training.count});
    }
    lab_trace_finish(&trace);
}

void show_by_heart(void *context)
{
    struct lab *const lab = context;
    struct recipe usual = recipe_usual();
    usual.epochs = usual_epochs;
    images_measure(&lab->images);
    const size_t wanted = lab->options.few > 0 ? lab->options.few : usual_few;
    const struct images few = images_some(&lab->model, lab->images.training, wanted);
    const struct images validation =
        images_some(&lab->model, lab->images.validation,
                    few.count > most_validating ? few.count : most_validating);
    struct recipe recipe = recipe_with(&lab->options, usual);
    recipe.batch = recipe.batch < few.count ? recipe.batch : few.count;
    const size_t steps = (few.count + recipe.batch - 1) / recipe.batch;
    struct learner *const learner = learner_new(lab, &recipe, few, validation, stream_by_heart);
    printf("     %s; %s\n",
           recipe_network_text(&recipe, lab->images.set.rows * lab->images.set.columns,
                               lab->images.set.classes)
               .text,
           recipe_training_text(&recipe).text);
    const struct history history = learner_train(learner, &(struct course){.what = "by heart"});
    print_moments(&history, steps);
    history_require_kept(&history);
    say_verdict(&history, steps);
    write_moments(lab, &history, steps);
}
