/* The command line, read with glibc's argp. The header says what comes out. */
#include "01-linear-sgd/given/options.h"

#include "common/arguments.h"

enum key {
    key_data = arguments_first_key,
    key_standardise,
    key_outlier,
    key_start,
    key_batch,
    key_rate,
    key_momentum,
    key_epochs,
    key_updates,
    key_seed,
    key_epsilon,
    key_ball,
    key_only,
    key_out,
};

static const struct argp_option list[] = {
    {0, 0, 0, 0, "The data:", 1},
    {"data", key_data, "WHICH", 0,
     "quiz (13 rows, results of a quiz and of the final), line (1500 made points) or a CSV file "
     "with two columns; without it quiz and line in turn",
     1},
    {"standardise", key_standardise, 0, 0, "Give both columns mean 0 and deviation 1 first", 1},
    {"outlier", key_outlier, 0, 0, "Set the y of the first row to 0", 1},
    {"start", key_start, "M,B", 0, "Begin with the line of slope M and offset B: y = M x + B", 1},
    {0, 0, 0, 0, "The training:", 2},
    {"batch", key_batch, "ROWS", 0, "Rows in a mini-batch; quiz 4, line 16", 2},
    {"rate", key_rate, "R", 0, "Learning rate; quiz 0.001, line 0.1", 2},
    {"momentum", key_momentum, "BETA", 0,
     "Share of the last move that is repeated; default 0: none", 2},
    {"epochs", key_epochs, "N", 0, "Passes through the data in 1.10; quiz 2100, line 10", 2},
    {"updates", key_updates, "N", 0, "Stop in 1.10 after N updates instead", 2},
    {"seed", key_seed, "N", 0, "Begin all random numbers here; default 1", 2},
    {0, 0, 0, 0, "The experiments:", 3},
    {"epsilon", key_epsilon, "E", 0, "How far exercise 1.3 moves a coefficient; default 0.001", 3},
    {"ball", key_ball, "X", 0, "Where the second ball of exercise 1.9 starts; default 1.3", 3},
    {"only", key_only, "EXERCISE", 0, "Run only the sections of this exercise, such as 1.9", 3},
    {0, 0, 0, 0, "The rest:", 4},
    {"out", key_out, "FOLDER", 0, "Write the numbers for the pictures here; default build/lab01",
     4},
    {"help", arguments_help, 0, 0, "Print this list", 4},
    {"usage", arguments_usage, 0, OPTION_HIDDEN, 0, 4},
    {0}};

/* --- the values ------------------------------------------------------------------------------- */

static struct line take_line(const char *option, const char *text)
{
    static const char expected[] = "two numbers with a comma between, such as 1.5,-2";
    struct line line;
    const char *end;
    if (!arguments_read_real(text, &end, &line.slope) || *end != ',' ||
        !arguments_read_real(end + 1, &end, &line.offset) || *end != '\0') {
        arguments_refuse_value(option, expected, text);
    }
    return line;
}

/* --- the parser ------------------------------------------------------------------------------- */

static const real smallest = (real)1e-12, largest = (real)1e12;

static bool take_data_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_data:
        options->data =
            arguments_take_text("data", argument, "quiz, line or the path of a CSV file");
        return true;
    case key_standardise:
        options->standardise = true;
        return true;
    case key_outlier:
        options->outlier = true;
        return true;
    case key_start:
        options->start = take_line("start", argument);
        options->has_start = true;
        return true;
    default:
        return false;
    }
}

static bool take_training_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_batch:
        options->batch = arguments_take_count("batch", argument, 1, 1000000);
        return true;
    case key_rate:
        options->rate =
            arguments_take_real("rate", argument, "a number above 0", smallest, largest);
        return true;
    case key_momentum:
        options->momentum =
            arguments_take_real("momentum", argument, "a number from 0 to 0.9999", 0, (real)0.9999);
        options->has_momentum = true;
        return true;
    case key_epochs:
        options->epochs = arguments_take_count("epochs", argument, 1, 1000000);
        return true;
    case key_updates:
        options->updates = arguments_take_count("updates", argument, 1, 10000000);
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
    case key_epsilon:
        options->epsilon =
            arguments_take_real("epsilon", argument, "a number above 0", smallest, largest);
        return true;
    case key_ball:
        options->ball = arguments_take_real("ball", argument, "a number from -2 to 2", -2, 2);
        return true;
    case key_only:
        options->only = arguments_take_text("only", argument, "an exercise such as 1.9");
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
    if (take_data_option(key, argument, options) || take_training_option(key, argument, options) ||
        take_other_option(key, argument, options)) {
        return 0;
    }
    if (key == ARGP_KEY_END && options->epochs > 0 && options->updates > 0) {
        arguments_refuse("--epochs and --updates both say when to stop: give one of them");
    }
    return arguments_take_rest(key, argument, state);
}

struct options options_parse(int argc, char **argv)
{
    static const struct argp parser = {
        .options = list,
        .parser = take,
        .doc =
            "Lab 01: draws, measures and trains a straight line with the functions that you "
            "wrote.\v"
            "In the make command options go into ARGS: make lab01 ARGS=\"--data quiz --batch 1\""};
    struct options options = {
        .seed = 1, .epsilon = (real)0.001, .ball = (real)1.3, .out = "build/lab01"};
    arguments_parse(&parser, argc, argv, &options);
    return options;
}
