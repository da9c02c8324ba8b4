/* The command line, read with glibc's argp. The header says what comes out. */
#include "02-mlp-xor/given/options.h"

#include "common/arguments.h"

enum key {
    key_data = arguments_first_key,
    key_noise,
    key_product,
    key_hidden,
    key_depth,
    key_activation,
    key_initialisation,
    key_weights,
    key_loss,
    key_rate,
    key_momentum,
    key_batch,
    key_epochs,
    key_seed,
    key_only,
    key_animate,
    key_mine,
    key_out,
};

static const struct argp_option list[] = {
    {0, 0, 0, 0, "The data:", 1},
    {"data", key_data, "WHICH", 0, "xor, moons or spirals; without it all three in turn", 1},
    {"noise", key_noise, "DEVIATION", 0, "How far the points of moons and spirals are scattered",
     1},
    {"product", key_product, 0, 0, "Give the network the product of both inputs as a third one", 1},
    {0, 0, 0, 0, "The network:", 2},
    {"hidden", key_hidden, "UNITS", 0,
     "Units in each hidden layer; 0: one linear layer, no hidden one", 2},
    {"depth", key_depth, "LAYERS", 0, "Hidden layers, 1 to 16", 2},
    {"activation", key_activation, "NAME", 0,
     "Between the layers: none, sigmoid, tanh, relu, leaky_relu or step", 2},
    {"initialisation", key_initialisation, "RULE", 0,
     "How weights start: zero, uniform (from -1 to 1), xavier or he", 2},
    {"weights", key_weights, "FILE", 0,
     "Draw the 2-2-1 network of these nine numbers, chosen by hand", 2},
    {0, 0, 0, 0, "The training:", 3},
    {"loss", key_loss, "NAME", 0, "cross-entropy, or mse: squared error; default cross-entropy", 3},
    {"rate", key_rate, "R", 0, "Learning rate of XOR, the boundary and the dead units", 3},
    {"momentum", key_momentum, "BETA", 0,
     "Share of the last move that is repeated; default 0: none", 3},
    {"batch", key_batch, "ROWS", 0, "Rows in a mini-batch; default all", 3},
    {"epochs", key_epochs, "N", 0,
     "Passes through the data of XOR and the boundary; in other sections it only shortens", 3},
    {"seed", key_seed, "N", 0, "Begin all random numbers here; default 1", 3},
    {0, 0, 0, 0, "The rest:", 4},
    {"only", key_only, "EXERCISE", 0, "Run only the sections of this exercise, such as 2.9", 4},
    {"animate", key_animate, 0, 0, "Draw the boundary epoch by epoch as an animated picture, too",
     4},
    {"mine", key_mine, 0, 0, "Compute with lab 01's functions, too: for make lab02 MINE=1", 4},
    {"out", key_out, "FOLDER", 0, "Write the numbers for the pictures here; default build/lab02",
     4},
    {"help", arguments_help, 0, 0, "Print this list", 4},
    {"usage", arguments_usage, 0, OPTION_HIDDEN, 0, 4},
    {0}};

static const real smallest = (real)1e-12, largest = (real)1e12;

static const char *take_data(const char *text)
{
    static const char *const name[] = {"xor", "moons", "spirals"};
    return name[arguments_take_name("data", text, sizeof name / sizeof *name, name)];
}

static enum activation take_activation(const char *text)
{
    const char *name[activation_count];
    for (enum activation i = activation_none; i < activation_count; i++) {
        name[i] = activation_name(i);
    }
    return (enum activation)arguments_take_name("activation", text, activation_count, name);
}

static enum initialisation take_initialisation(const char *text)
{
    static const char *const name[] = {[initialisation_zero] = "zero",
                                       [initialisation_uniform] = "uniform",
                                       [initialisation_xavier] = "xavier",
                                       [initialisation_he] = "he"};
    return (enum initialisation)arguments_take_name("initialisation", text,
                                                    sizeof name / sizeof *name, name);
}

static bool take_data_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_data:
        options->data = take_data(argument);
        return true;
    case key_noise:
        options->noise = arguments_take_real("noise", argument, "a number from 0 to 10", 0, 10);
        options->has_noise = true;
        return true;
    case key_product:
        options->product = true;
        return true;
    default:
        return false;
    }
}

static bool take_network_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_hidden:
        options->hidden = arguments_take_count("hidden", argument, 0, 1024);
        options->has_hidden = true;
        return true;
    case key_depth:
        options->depth = arguments_take_count("depth", argument, 1, mlp_max_layers - 1);
        return true;
    case key_activation:
        options->activation = take_activation(argument);
        options->has_activation = true;
        return true;
    case key_initialisation:
        options->initialisation = take_initialisation(argument);
        options->has_initialisation = true;
        return true;
    case key_weights:
        options->weights = arguments_take_text("weights", argument, "a file of nine numbers");
        return true;
    default:
        return false;
    }
}

static bool take_training_option(int key, char *argument, struct options *options)
{
    static const char *const loss[] = {"cross-entropy", "mse"};
    switch (key) {
    case key_loss:
        options->squared = arguments_take_name("loss", argument, 2, loss) == 1;
        return true;
    case key_rate:
        options->rate =
            arguments_take_real("rate", argument, "a number above 0", smallest, largest);
        return true;
    case key_momentum:
        options->momentum =
            arguments_take_real("momentum", argument, "a number from 0 to 0.9999", 0, (real)0.9999);
        return true;
    case key_batch:
        options->batch = arguments_take_count("batch", argument, 1, 1000000);
        return true;
    case key_epochs:
        options->epochs = arguments_take_count("epochs", argument, 1, 1000000);
        return true;
    case key_seed:
        options->seed = arguments_take_count("seed", argument, 0, INT64_MAX);
        return true;
    default:
        return false;
    }
}

static bool take_other_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_only:
        options->only = arguments_take_text("only", argument, "an exercise such as 2.9");
        return true;
    case key_animate:
        options->animate = true;
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
        take_training_option(key, argument, options) || take_other_option(key, argument, options);
    return taken ? 0 : arguments_take_rest(key, argument, state);
}

struct options options_parse(int argc, char **argv)
{
    static const struct argp parser = {
        .options = list,
        .parser = take,
        .doc = "Lab 02: draws, measures and trains a network with the functions that you wrote.\v"
               "What is not given each section chooses for itself. In the make command options go "
               "into ARGS: make lab02 ARGS=\"--data moons --hidden 16\""};
    struct options options = {.seed = 1, .out = "build/lab02"};
    arguments_parse(&parser, argc, argv, &options);
    return options;
}
