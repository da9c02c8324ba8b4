/* Lab 03: a classifier of images.
 *
 * This program shows what your functions do. It looks at the images, measures and trains with your
 * functions, a section for each exercise, in the order in which you write them; a section whose
 * exercise is not written yet says so and the next one runs. What it writes under build/lab03/ becomes
 * pictures.
 */
#include "03-classifier/given/lab.h"
#include "03-classifier/given/sections.h"

#include "base/flush.h"
#include "common/arguments.h"
#include "common/own_kernels.h"
#include "common/section.h"
#include "kernels/fast/threads.h"

#include <stdio.h>

enum { arena_bytes = 128 * 1024 * 1024 };

static const struct section list[] = {
    {"3.1", "The pixels' scale",
     "draw the mean image and set each pixel's scale beside its new one", "pixels.dat scales.dat",
     show_pixels},
    {"3.2", "Two parts",
     "count each class's images in both parts, beside a split that does not look", "", show_parts},
    {"3.3", "The loss before training", "draw what an answer costs by its logits", "softmax.dat",
     show_before},
    {"3.4", "Its gradient", "set your gradient beside the measured one", "", show_gradient},
    {"3.4", "By heart", "teach a network 32 images until it knows them all", "by-heart.dat",
     show_by_heart},
    {"3.5", "The training", "train a classifier and tell how well it does",
     "training.dat test.dat images.dat confusion.dat", show_training},
    {"3.5", "A rare class", "set accuracy beside F1 when a class is rare, and repair it",
     "rare.dat", show_rare},
    {"3.6", "Early stopping", "draw where a training on few images should have ended",
     "stopping.dat", show_stopping},
    {"3.7", "Adagrad", "show how long its steps are, and train with it", "optimizer_adagrad.dat",
     show_adagrad},
    {"3.8", "RMSprop", "show how long its steps are, and train with it", "optimizer_rmsprop.dat",
     show_rmsprop},
    {"3.9", "Adam", "show how long its steps are, and train with it", "optimizer_adam.dat",
     show_adam},
    {"3.10", "AdamW", "show what its weight decay does, and train with it", "optimizer_adamw.dat",
     show_adamw},
    {"3.10", "Rates", "train with each optimizer at nine learning rates",
     "rates_sgd.dat rates_momentum.dat rates_nesterov.dat rates_adagrad.dat rates_rmsprop.dat "
     "rates_adam.dat rates_adamw.dat",
     show_rates},
    {"3.10", "Batches", "train with few and with many images in a mini-batch", "", show_batches},
    {"3.11", "Dropout", "set a layer's activations in training beside those in evaluation", "",
     show_dropout},
    {"3.12", "Batch norm", "look into a deep network, with and without", "norm_signals.dat",
     show_norms},
    {"3.13", "Its gradient", "set batch norm's gradient beside the measured one", "",
     show_norm_gradient},
    {"3.13", "Training with batch norm", "train a deep network, with and without",
     "norm_losses.dat", show_norms_in_training},
    {"3.13", "Too many parameters",
     "teach few images, with all that helps against knowing them by heart", "regularisers.dat",
     show_regularisers},
};

static void begin_section(void *context)
{
    struct lab *const lab = context;
    gpu_abandon(&lab->gpu);
    arena_reset(&lab->model, 0);
    arena_reset(&lab->step, 0);
    arena_destroy(&lab->images.passing); /* a section that ended early may have left it */
}

static void prepare(struct lab *lab)
{
    struct message why;
    lab_require(arena_create(&lab->model, arena_bytes, &why), &why);
    lab_require(arena_create(&lab->step, arena_bytes, &why), &why);
    lab_require(threads_start(lab->options.threads, &why), &why);
    lab->backend = own_kernels(lab->options.mine ? 1 : 3, 3);
    lab_make_folder(lab->options.out);
    lab->images.source = (struct images_source){.data = lab->options.data,
                                                .most = lab->options.images,
                                                .mine = lab->options.mine,
                                                .validation = lab->options.validation,
                                                .leak = lab->options.leak,
                                                .seed = lab->options.seed};
    images_load(&lab->images);
    images_write_names(&lab->images, lab->options.out);
}

int main(int argc, char **argv)
{
    flush_subnormals();
    struct lab lab = {.options = options_parse(argc, argv)};
    struct program program = {.lab = "03",
                              .out = lab.options.out,
                              .section = list,
                              .count = sizeof list / sizeof *list,
                              .only = lab.options.only,
                              .before = begin_section,
                              .context = &lab};
    if (program.only && !program_has(&program, program.only)) {
        arguments_refuse_value("only", "an exercise from 3.1 to 3.13", program.only);
    }
    puts("Lab 03: a classifier of images");
    gpu_open(&lab.gpu, lab.options.device, lab.options.own);
    prepare(&lab);
    program_run(&program);
    threads_stop();
    images_unload(&lab.images);
    arena_destroy(&lab.step);
    arena_destroy(&lab.model);
    return 0;
}
