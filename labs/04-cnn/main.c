/* Lab 04: a convolutional network.
 *
 * This program shows what your functions do. It draws, measures and trains with your functions, a
 * section for each exercise or two, in the order in which you write them; a section whose exercise is
 * not written yet says so and the next one runs. What it writes under build/lab04/ becomes pictures.
 */
#include "04-cnn/given/lab.h"
#include "04-cnn/given/network.h"
#include "04-cnn/given/over_images.h"
#include "04-cnn/given/photo.h"
#include "04-cnn/given/saved.h"
#include "04-cnn/given/sections.h"

#include "base/flush.h"
#include "common/arguments.h"
#include "common/own_kernels.h"
#include "common/section.h"
#include "kernels/fast/threads.h"

#include <stdio.h>

enum {
    model_bytes = 128 * 1024 * 1024,
    step_bytes = 160 * 1024 * 1024,
    kept_bytes = 64 * 1024 * 1024
};

static const struct section list[] = {
    {"4.1", "Windows side by side", "draw where the windows stand, and count them", "", show_sizes},
    {"4.2", "Filters set by hand", "draw what filters for edges make of images", "edges.dat",
     show_edges},
    {"4.2", "What it costs", "count the network's parameters and FLOPs layer by layer", "costs.dat",
     show_costs},
    {"4.3", "The gradient by b", "set your db beside the measured one", "", show_gradient_by_b},
    {"4.4", "The gradient by w", "set your dw beside the measured one", "", show_gradient_by_w},
    {"4.5", "The gradient by x", "set your dx beside the measured one", "", show_gradient_by_x},
    {"4.6", "Pooling", "draw what pooling leaves of an image", "pooling.dat", show_pooling},
    {"4.7", "Its gradient", "set your dx beside the measured one", "", show_pool_gradient},
    {"4.7", "Time by layer", "measure each layer's time, forward and backward",
     "profile_own.dat profile_fast.dat", show_profile},
    {"4.7", "The training", "train a convolutional network beside lab 03's",
     "training.dat confusion.dat", show_training},
    {"4.7", "Filters", "draw the first layer's filters before and after the training",
     "filters.dat", show_filters},
    {"4.7", "Feature maps", "draw what each layer makes of an image", "maps.dat maps_layers.dat",
     show_maps},
    {"4.7", "Patches", "draw the parts of images that excite each filter most",
     "patches.dat patches_layers.dat", show_patches},
    {"4.7", "Why not fully connected", "try both networks on images that were shifted",
     "shifts.dat", show_shifts},
    {"4.7", "Your own picture", "tell what the network takes the picture of --photo for",
     "photo.dat", show_photo},
    {"4.8", "Windows as columns", "draw an image's windows as a matrix", "columns.dat",
     show_columns},
    {"4.9", "Columns back to pixels", "count how often each pixel stands in the matrix",
     "counts.dat", show_counts},
    {"4.10", "One convolution, several ways", "measure loops against products of matrices",
     "product.dat", show_product},
    {"4.11", "Blocks", "measure the matrix product by size, plain and by blocks", "blocks.dat",
     show_blocks},
    /* the last one, with MINE=1 */
    {"4.11", "Your own framework", "show the card of all that you wrote", "card.dat", show_card},
};

/* With --profile this one alone, for longer. */
static const struct section profile_alone[] = {
    {"4.7", "Time by layer", "measure each layer's time, forward and backward",
     "profile_own.dat profile_fast.dat", show_profile},
};

/* With --photo and --load, which need no more than that. */
static const struct section photo_alone[] = {
    {"4.7", "Your own picture", "tell what the network takes the picture of --photo for",
     "photo.dat", show_photo},
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
    const struct options *const options = &lab->options;
    struct message why;
    lab_require(arena_create(&lab->model, model_bytes, &why), &why);
    lab_require(arena_create(&lab->step, step_bytes, &why), &why);
    lab_require(arena_create(&lab->kept, kept_bytes, &why), &why);
    lab_require(threads_start(options->threads, &why), &why);
    lab->backend = own_kernels(options->mine ? 1 : 4, 4);
    use_over_images(&lab->backend);
    lab_make_folder(options->out);
    lab->images.source = (struct images_source){.data = options->data,
                                                .most = options->full ? 0 : options->images,
                                                .validation = (real)1 / 12,
                                                .seed = options->seed};
    images_load(&lab->images);
    images_write_names(&lab->images, options->out);
    lab->network = network_settings(options, &lab->images.set);
    if (options->load) {
        saved_require(lab, options->load);
    }
    if (options->photo) {
        photo_load(lab);
    }
    lab->kept_mark = lab->kept.used;
}

int main(int argc, char **argv)
{
    flush_subnormals();
    struct lab lab = {.options = options_parse(argc, argv)};
    struct program program = {.lab = "04",
                              .out = lab.options.out,
                              .section = list,
                              .count = sizeof list / sizeof *list - !lab.options.lines,
                              .only = lab.options.only,
                              .before = begin_section,
                              .context = &lab};
    if (program.only && !program_has(&program, program.only)) {
        arguments_refuse_value("only", "an exercise from 4.1 to 4.11", program.only);
    }
    if (lab.options.profile) {
        program.section = profile_alone;
        program.count = 1;
        program.only = profile_alone->exercise;
    }
    if (lab.options.photo && lab.options.load && !program.only) {
        program.section = photo_alone;
        program.count = 1;
        program.only = photo_alone->exercise;
    }
    puts("Lab 04: a convolutional network");
    gpu_open(&lab.gpu, lab.options.device, lab.options.own);
    prepare(&lab);
    program_run(&program);
    threads_stop();
    images_unload(&lab.images);
    arena_destroy(&lab.kept);
    arena_destroy(&lab.step);
    arena_destroy(&lab.model);
    return 0;
}
