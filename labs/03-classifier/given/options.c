/* The command line, read with glibc's argp. The header says what comes out. */
#include "03-classifier/given/options.h"

#include "common/arguments.h"
#include "optim/methods.h"

#include <stdlib.h>
#include <string.h>

enum key {
    key_data = arguments_first_key,
    key_images,
    key_validation,
    key_few,
    key_rare,
    key_leak,
    key_hidden,
    key_activation,
    key_dropout,
    key_batch_norm,
    key_optimizer,
    key_rate,
    key_momentum,
    key_decay,
    key_coupled_decay,
    key_schedule,
    key_warmup,
    key_clip,
    key_smoothing,
    key_class_weights,
    key_patience,
    key_batch,
    key_epochs,
    key_seed,
    key_threads,
    key_device,
    key_own,
    key_save,
    key_resume,
    key_only,
    key_mine,
    key_out,
};

static const struct argp_option list[] = {
    {0, 0, 0, 0, "The data:", 1},
    {"data", key_data, "WHICH", 0,
     "fashion, glyphs or a folder with IDX files; without it fashion, or glyphs where it is not "
     "installed",
     1},
    {"images", key_images, "N", 0, "Train and validate with the first N images only", 1},
    {"validation", key_validation, "SHARE", 0,
     "The share of these that validates; default 0.08333, one in twelve", 1},
    {"few", key_few, "N", 0, "Images of the sections that learn only a few", 1},
    {"rare", key_rare, "SHARE", 0,
     "The share of all images that the rare class is left with; default 0.02", 1},
    {"leak", key_leak, 0, 0, "Split so that the score of 3.5 is too good: find out why", 1},
    {0, 0, 0, 0, "The network:", 2},
    {"hidden", key_hidden, "UNITS", 0,
     "Hidden layers, such as 256-128; 0: one linear layer, no hidden one", 2},
    {"activation", key_activation, "NAME", 0,
     "Between the layers: none, sigmoid, tanh, relu, leaky_relu or step", 2},
    {"dropout", key_dropout, "SHARE", 0, "Drop this share of each hidden layer; default 0", 2},
    {"batch-norm", key_batch_norm, 0, 0, "Normalise each hidden layer", 2},
    {0, 0, 0, 0, "The training:", 3},
    {"optimizer", key_optimizer, "NAME", 0,
     "sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw; default momentum", 3},
    {"rate", key_rate, "R", 0, "Learning rate; default the optimizer's usual one", 3},
    {"momentum", key_momentum, "BETA", 0, "Of momentum and nesterov; default 0.9", 3},
    {"decay", key_decay, "D", 0, "Weight decay beside the gradient, as AdamW has it", 3},
    {"coupled-decay", key_coupled_decay, "D", 0, "Weight decay added to the gradient", 3},
    {"schedule", key_schedule, "NAME", 0, "Of the rate: constant, step or cosine", 3},
    {"warmup", key_warmup, "STEPS", 0, "Let the rate grow from 0 in the first steps", 3},
    {"clip", key_clip, "LENGTH", 0, "Shorten gradients that are longer", 3},
    {"smoothing", key_smoothing, "SHARE", 0, "Label smoothing; default 0", 3},
    {"class-weights", key_class_weights, 0, 0, "Let rare classes count more in the loss", 3},
    {"patience", key_patience, "EPOCHS", 0,
     "End the training of 3.5 when so many bring nothing better, and keep the best", 3},
    {"batch", key_batch, "IMAGES", 0, "Images in a mini-batch; default 64", 3},
    {"epochs", key_epochs, "N", 0, "Passes through the images; default 5 in 3.5", 3},
    {"seed", key_seed, "N", 0, "Begin all random numbers here; default 1", 3},
    {"threads", key_threads, "N", 0,
     "Compute with so many threads; default as there are cores, 8 "
     "at most",
     3},
    {"device", key_device, "FILE", 0,
     "Train on the GPU that this shared object opens: for make lab03 BACKEND=cuda", 3},
    {"own", key_own, "EXERCISES", OPTION_HIDDEN, 0, 3},
    {"save", key_save, "FILE", 0, "Keep the state of 3.5's training here behind each epoch", 3},
    {"resume", key_resume, "FILE", 0, "Go on with 3.5's training from such a file", 3},
    {0, 0, 0, 0, "The rest:", 4},
    {"only", key_only, "EXERCISE", 0, "Run only the sections of this exercise, such as 3.9", 4},
    {"mine", key_mine, 0, 0, "Compute with labs 01 and 02's functions, too: for make lab03 MINE=1",
     4},
    {"out", key_out, "FOLDER", 0, "Write the numbers for the pictures here; default build/lab03",
     4},
    {"help", arguments_help, 0, 0, "Print this list", 4},
    {"usage", arguments_usage, 0, OPTION_HIDDEN, 0, 4},
    {0}};

static const real smallest = (real)1e-12, largest = (real)1e12;

/* "256-128": units of each hidden layer; "0" for none. */
static void take_hidden(const char *text, struct options *options)
{
    static const char expected[] = "units of up to 7 layers, each 1 to 4096, such as 256-128, or 0";
    options->has_hidden = true;
    options->hidden_layers = 0;
    if (strcmp(text, "0") == 0) {
        return;
    }
    const char *rest = text;
    for (;;) {
        char *end;
        const unsigned long units = strtoul(rest, &end, 10);
        if (strspn(rest, "0123456789") == 0 || units < 1 || units > 4096 ||
            options->hidden_layers == options_max_hidden || (*end != '-' && *end != '\0')) {
            arguments_refuse_value("hidden", expected, text);
        }
        options->hidden[options->hidden_layers] = units;
        options->hidden_layers++;
        if (*end == '\0') {
            return;
        }
        rest = end + 1;
    }
}

static enum activation take_activation(const char *text)
{
    const char *name[activation_count];
    for (enum activation i = activation_none; i < activation_count; i++) {
        name[i] = activation_name(i);
    }
    return (enum activation)arguments_take_name("activation", text, activation_count, name);
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

static enum schedule_kind take_schedule(const char *text)
{
    const char *name[schedule_kinds];
    for (enum schedule_kind i = schedule_constant; i < schedule_kinds; i++) {
        name[i] = schedule_name(i);
    }
    return (enum schedule_kind)arguments_take_name("schedule", text, schedule_kinds, name);
}

static real take_share(const char *option, const char *text, real high)
{
    char expected[64];
    snprintf(expected, sizeof expected, "a number from 0 to %g", (double)high);
    return arguments_take_real(option, text, expected, 0, high);
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
    case key_validation:
        options->validation = arguments_take_real(
            "validation", argument, "a number from 0.001 to 0.9", (real)0.001, (real)0.9);
        return true;
    case key_few:
        options->few = arguments_take_count("few", argument, 10, 1000000);
        return true;
    case key_rare:
        options->rare =
            arguments_take_real("rare", argument, "a number from 0.001 to 1", (real)0.001, 1);
        return true;
    case key_leak:
        options->leak = true;
        return true;
    default:
        return false;
    }
}

static bool take_network_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_hidden:
        take_hidden(argument, options);
        return true;
    case key_activation:
        options->activation = take_activation(argument);
        options->has_activation = true;
        return true;
    case key_dropout:
        options->dropout = take_share("dropout", argument, (real)0.95);
        return true;
    case key_batch_norm:
        options->batch_norm = true;
        return true;
    default:
        return false;
    }
}

static bool take_step_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_optimizer:
        options->method = take_method(argument);
        return true;
    case key_rate:
        options->rate =
            arguments_take_real("rate", argument, "a number above 0", smallest, largest);
        return true;
    case key_momentum:
        options->momentum = take_share("momentum", argument, (real)0.9999);
        return true;
    case key_decay:
        options->decay = take_share("decay", argument, 100);
        return true;
    case key_coupled_decay:
        options->coupled_decay = take_share("coupled-decay", argument, 100);
        return true;
    case key_schedule:
        options->schedule = take_schedule(argument);
        options->has_schedule = true;
        return true;
    case key_warmup:
        options->warmup = arguments_take_count("warmup", argument, 0, 1000000);
        return true;
    case key_clip:
        options->clip =
            arguments_take_real("clip", argument, "a number above 0", smallest, largest);
        return true;
    default:
        return false;
    }
}

static bool take_training_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_smoothing:
        options->smoothing = take_share("smoothing", argument, 1);
        return true;
    case key_class_weights:
        options->class_weights = true;
        return true;
    case key_patience:
        options->patience = arguments_take_count("patience", argument, 1, 1000000);
        return true;
    case key_batch:
        options->batch = arguments_take_count("batch", argument, 1, 1000000);
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
    default:
        return false;
    }
}

static bool take_other_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_save:
        options->save = arguments_take_text("save", argument, "a file");
        return true;
    case key_resume:
        options->resume = arguments_take_text("resume", argument, "a file that --save wrote");
        return true;
    case key_only:
        options->only = arguments_take_text("only", argument, "an exercise such as 3.9");
        return true;
    case key_mine:
        options->mine = true;
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
        take_step_option(key, argument, options) || take_training_option(key, argument, options) ||
        take_other_option(key, argument, options);
    return taken ? 0 : arguments_take_rest(key, argument, state);
}

struct options options_parse(int argc, char **argv)
{
    static const struct argp parser = {
        .options = list,
        .parser = take,
        .doc = "Lab 03: trains a classifier of images with the functions that you wrote.\v"
               "What is not given each section chooses for itself. In the make command options go "
               "into ARGS: make lab03 ARGS=\"--only 3.5 --optimizer adam\""};
    struct options options = {.validation = (real)1 / 12,
                              .rare = (real)0.02,
                              .dropout = -1,
                              .momentum = -1,
                              .decay = -1,
                              .coupled_decay = -1,
                              .clip = -1,
                              .smoothing = -1,
                              .seed = 1,
                              .threads = arguments_usual_threads(),
                              .out = "build/lab03"};
    arguments_parse(&parser, argc, argv, &options);
    return options;
}
