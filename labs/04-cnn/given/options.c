/* The command line, read with glibc's argp. The header says what comes out. */
#include "04-cnn/given/options.h"

#include "common/arguments.h"
#include "optim/methods.h"

#include <stdlib.h>
#include <string.h>

enum { usual_batch = 64, usual_epochs = 5, most_filters = 256 };

enum key {
    key_data = arguments_first_key,
    key_images,
    key_full,
    key_seconds,
    key_photo,
    key_filters,
    key_kernel,
    key_stride,
    key_padding,
    key_pool,
    key_hidden,
    key_optimizer,
    key_rate,
    key_batch,
    key_epochs,
    key_seed,
    key_threads,
    key_device,
    key_own,
    key_save,
    key_load,
    key_profile,
    key_only,
    key_mine,
    key_lines,
    key_out,
};

static const struct argp_option list[] = {
    {0, 0, 0, 0, "The data:", 1},
    {"data", key_data, "WHICH", 0,
     "fashion, glyphs or a folder with IDX files; without it fashion, or glyphs where it is not "
     "installed",
     1},
    {"images", key_images, "N", 0,
     "Train and validate with the first N images; without it with as many as --seconds allow", 1},
    {"full", key_full, 0, 0, "Train with all images: for make lab04 FULL=1", 1},
    {"seconds", key_seconds, "S", 0, "What the training of 4.7 may take; default 45", 1},
    {"photo", key_photo, "FILE", 0,
     "A picture of your own, as .png: what does the network take it for?", 1},
    {0, 0, 0, 0, "The network:", 2},
    {"filters", key_filters, "N-N", 0,
     "Filters of each convolution, from 1 to 4 of them; default 16-32", 2},
    {"kernel", key_kernel, "SIZE", 0, "Pixels along a filter's side; default 3", 2},
    {"stride", key_stride, "PIXELS", 0, "How far the window goes in a step; default 1", 2},
    {"padding", key_padding, "PIXELS", 0, "Rows and columns of zeros around an image; default 1",
     2},
    {"pool", key_pool, "SIZE", 0,
     "Pixels along the side of a pooling window; default 2; 1: no pooling", 2},
    {"hidden", key_hidden, "UNITS", 0,
     "Units between convolutions and classes; default 128; 0: none", 2},
    {0, 0, 0, 0, "The training:", 3},
    {"optimizer", key_optimizer, "NAME", 0,
     "sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw; default adam", 3},
    {"rate", key_rate, "R", 0, "Learning rate; default the optimizer's usual one", 3},
    {"batch", key_batch, "IMAGES", 0,
     "Images in a mini-batch; default 64; 32 where the lab itself chooses fewer than 4,000", 3},
    {"epochs", key_epochs, "N", 0, "Passes through the images; default 5", 3},
    {"seed", key_seed, "N", 0, "Begin all random numbers here; default 1", 3},
    {"threads", key_threads, "N", 0,
     "Compute with so many threads; default as there are cores, 8 at most", 3},
    {"device", key_device, "FILE", 0,
     "Train on the GPU that this shared object opens: for make lab04 BACKEND=cuda", 3},
    {"own", key_own, "EXERCISES", OPTION_HIDDEN, 0, 3},
    {"save", key_save, "FILE", 0, "Keep the trained networks in this file", 3},
    {"load", key_load, "FILE", 0,
     "Take them from such a file instead of training; with --photo nothing else is done", 3},
    {0, 0, 0, 0, "The rest:", 4},
    {"only", key_only, "EXERCISE", 0, "Run only the sections of this exercise, such as 4.2", 4},
    {"profile", key_profile, 0, 0, "Only measure each layer's time, longer than the whole run does",
     4},
    {"mine", key_mine, 0, 0, "Compute with labs 01 to 03's functions, too: for make lab04 MINE=1",
     4},
    {"lines", key_lines, "FILE", OPTION_HIDDEN, 0, 4},
    {"out", key_out, "FOLDER", 0, "Write the numbers for the pictures here; default build/lab04",
     4},
    {"help", arguments_help, 0, 0, "Print this list", 4},
    {"usage", arguments_usage, 0, OPTION_HIDDEN, 0, 4},
    {0}};

/* "16-32": the filters of each convolution. */
static void take_filters(const char *text, struct options *options)
{
    static const char expected[] = "filters of 1 to 4 convolutions, each 1 to 256, such as 16-32";
    options->blocks = 0;
    for (const char *rest = text;; rest++) {
        char *end;
        const unsigned long filters = strtoul(rest, &end, 10);
        if (strspn(rest, "0123456789") == 0 || filters < 1 || filters > most_filters ||
            options->blocks == cnn_max_blocks || (*end != '-' && *end != '\0')) {
            arguments_refuse_value("filters", expected, text);
        }
        options->filters[options->blocks] = filters;
        options->blocks++;
        if (*end == '\0') {
            return;
        }
        rest = end;
    }
}

static const struct optimizer_method *take_method(const char *text)
{
    enum { most = 16 };
    const char *name[most];
    size_t count = 0;
    while (optimizer_methods[count]) {
        name[count] = optimizer_methods[count]->name;
        count++;
    }
    return optimizer_methods[arguments_take_name("optimizer", text, count, name)];
}

static bool take_data_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_data:
        options->data = arguments_take_text("data", argument, "fashion, glyphs or a folder");
        return true;
    case key_images:
        options->images = arguments_take_count("images", argument, 100, 1000000);
        return true;
    case key_full:
        options->full = true;
        return true;
    case key_seconds:
        options->seconds =
            arguments_take_real("seconds", argument, "a number from 1 to 100000", 1, 100000);
        return true;
    case key_photo:
        options->photo = arguments_take_text("photo", argument, "a .png file");
        return true;
    default:
        return false;
    }
}

static bool take_network_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_filters:
        take_filters(argument, options);
        return true;
    case key_kernel:
        options->kernel = arguments_take_count("kernel", argument, 1, 64);
        return true;
    case key_stride:
        options->stride = arguments_take_count("stride", argument, 1, 64);
        return true;
    case key_padding:
        options->padding = arguments_take_count("padding", argument, 0, 64);
        return true;
    case key_pool:
        options->pool = arguments_take_count("pool", argument, 1, 64);
        return true;
    case key_hidden:
        options->hidden = arguments_take_count("hidden", argument, 0, 4096);
        return true;
    default:
        return false;
    }
}

static bool take_training_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_optimizer:
        options->method = take_method(argument);
        return true;
    case key_rate:
        options->rate =
            arguments_take_real("rate", argument, "a number above 0", (real)1e-12, (real)1e12);
        return true;
    case key_batch:
        options->batch = arguments_take_count("batch", argument, 1, 1000000);
        options->has_batch = true;
        return true;
    case key_epochs:
        options->epochs = arguments_take_count("epochs", argument, 1, 100000);
        return true;
    case key_seed:
        options->seed = arguments_take_count("seed", argument, 0, INT64_MAX);
        return true;
    case key_device:
        options->device = arguments_take_text("device", argument, "a shared object");
        return true;
    case key_own:
        options->own = arguments_take_text("own", argument, "exercises such as 4.12,4.14");
        return true;
    case key_threads:
        options->threads = arguments_take_count("threads", argument, 1, 64);
        return true;
    case key_save:
        options->save = arguments_take_text("save", argument, "a file");
        return true;
    case key_load:
        options->load = arguments_take_text("load", argument, "a file that --save wrote");
        return true;
    default:
        return false;
    }
}

static bool take_other_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_only:
        options->only = arguments_take_text("only", argument, "an exercise such as 4.2");
        return true;
    case key_profile:
        options->profile = true;
        return true;
    case key_mine:
        options->mine = true;
        return true;
    case key_lines:
        options->lines = arguments_take_text("lines", argument, "a file");
        return true;
    case key_out:
        options->out = arguments_take_text("out", argument, "a folder");
        return true;
    default:
        return false;
    }
}

static error_t take(int key, char *argument, struct argp_state *state)
{
    struct options *const options = state->input;
    const bool taken =
        take_data_option(key, argument, options) || take_network_option(key, argument, options) ||
        take_training_option(key, argument, options) || take_other_option(key, argument, options);
    return taken ? 0 : arguments_take_rest(key, argument, state);
}

struct options options_parse(int argc, char **argv)
{
    static const struct argp parser = {
        .options = list,
        .parser = take,
        .doc =
            "Lab 04: trains a convolutional network with the functions that you wrote.\v"
            "In the make command options go into ARGS: make lab04 ARGS=\"--only 4.7 --padding 0\""};
    const struct cnn_settings usual = cnn_usual();
    struct options options = {.seconds = options_usual_seconds,
                              .kernel = usual.block[0].kernel,
                              .stride = usual.block[0].stride,
                              .padding = usual.block[0].padding,
                              .pool = usual.block[0].pool,
                              .hidden = usual.hidden,
                              .method = &optimizer_adam,
                              .batch = usual_batch,
                              .epochs = usual_epochs,
                              .seed = 1,
                              .threads = arguments_usual_threads(),
                              .out = "build/lab04"};
    arguments_parse(&parser, argc, argv, &options);
    return options;
}
