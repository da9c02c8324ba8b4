/* The command line, read with glibc's argp. The header says what comes out. */
#define _GNU_SOURCE /* program_invocation_short_name */
#include "01-linear-sgd/given/options.h"

#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum key {
    key_data = 256,
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
    key_help,
    key_usage,
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
    {"help", key_help, 0, 0, "Print this list", 4},
    {"usage", key_usage, 0, OPTION_HIDDEN, 0, 4},
    {0}};

static error_t take(int key, char *argument, struct argp_state *state);
static const struct argp parser = {
    .options = list,
    .parser = take,
    .doc = "Lab 01: draws, measures and trains a straight line with the functions that you wrote.\v"
           "In the make command options go into ARGS: make lab01 ARGS=\"--data quiz --batch 1\""};

/* --- refusing --------------------------------------------------------------------------------- */

/* getopt and argp would take two lines, and say less: this program says it itself. */
_Noreturn static void refuse_line(const char *text)
{
    fprintf(stderr, "%s: %s; --help lists the options\n", program_invocation_short_name, text);
    exit(2);
}

void options_refuse(const char *option, const char *expected, const char *found)
{
    fprintf(stderr, "%s: --%s: expected %s, found '%.100s'\n", program_invocation_short_name,
            option, expected, found);
    exit(2);
}

/* `word` is an argument that getopt could not use: names no option, or lacks or has a value. */
_Noreturn static void refuse_word(const char *word)
{
    const char *const name = word + strspn(word, "-");
    const size_t length = strcspn(name, "=");
    const struct argp_option *match = NULL;
    size_t matches = 0;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        if (list[i].name && strncmp(list[i].name, name, length) == 0) {
            match = &list[i];
            matches++;
            if (list[i].name[length] == '\0') {
                matches = 1; /* the whole name */
                break;
            }
        }
    }
    char text[256];
    if (*word != '-') {
        snprintf(text, sizeof text, "'%.100s' is no option: they all begin with --", word);
    } else if (matches == 0 || length == 0) {
        snprintf(text, sizeof text, "there is no option '%.100s'", word);
    } else if (matches > 1) {
        snprintf(text, sizeof text, "'%.100s' could be more than one option", word);
    } else if (match->arg) {
        snprintf(text, sizeof text, "--%s needs a value, --%s %s", match->name, match->name,
                 match->arg);
    } else {
        snprintf(text, sizeof text, "--%s takes no value", match->name);
    }
    refuse_line(text);
}

/* --- values ----------------------------------------------------------------------------------- */

static bool read_real(const char *text, const char **end, real *value)
{
    char *stop;
    *value = (real)strtod(text, &stop);
    *end = stop;
    return stop != text && isfinite(*value);
}

static real take_real(const char *option, const char *text, const char *expected, real low,
                      real high)
{
    const char *end;
    real value;
    if (!read_real(text, &end, &value) || *end != '\0' || value < low || value > high) {
        options_refuse(option, expected, text);
    }
    return value;
}

static struct line take_line(const char *option, const char *text)
{
    static const char expected[] = "two numbers with a comma between, such as 1.5,-2";
    struct line line;
    const char *end;
    if (!read_real(text, &end, &line.slope) || *end != ',' ||
        !read_real(end + 1, &end, &line.offset) || *end != '\0') {
        options_refuse(option, expected, text);
    }
    return line;
}

static uint64_t take_count(const char *option, const char *text, uint64_t low, uint64_t high)
{
    const bool digits = *text != '\0' && text[strspn(text, "0123456789")] == '\0';
    const unsigned long long value = digits && strlen(text) < 20 ? strtoull(text, NULL, 10) : 0;
    if (!digits || strlen(text) >= 20 || value < low || value > high) {
        char expected[80];
        snprintf(expected, sizeof expected, "a whole number from %llu to %llu",
                 (unsigned long long)low, (unsigned long long)high);
        options_refuse(option, expected, text);
    }
    return value;
}

static const char *take_text(const char *option, const char *text, const char *expected)
{
    if (*text == '\0') {
        options_refuse(option, expected, text);
    }
    return text;
}

/* --- the parser ------------------------------------------------------------------------------- */

static const real smallest = (real)1e-12, largest = (real)1e12;

static bool take_data_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_data:
        options->data = take_text("data", argument, "quiz, line or the path of a CSV file");
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
        options->batch = take_count("batch", argument, 1, 1000000);
        return true;
    case key_rate:
        options->rate = take_real("rate", argument, "a number above 0", smallest, largest);
        return true;
    case key_momentum:
        options->momentum =
            take_real("momentum", argument, "a number from 0 to 0.9999", 0, (real)0.9999);
        options->has_momentum = true;
        return true;
    case key_epochs:
        options->epochs = take_count("epochs", argument, 1, 1000000);
        return true;
    case key_updates:
        options->updates = take_count("updates", argument, 1, 10000000);
        return true;
    case key_seed:
        options->seed = take_count("seed", argument, 0, INT64_MAX);
        return true;
    default:
        return false;
    }
}

static bool take_other_option(int key, char *argument, struct options *options)
{
    switch (key) {
    case key_epsilon:
        options->epsilon = take_real("epsilon", argument, "a number above 0", smallest, largest);
        return true;
    case key_ball:
        options->ball = take_real("ball", argument, "a number from -2 to 2", -2, 2);
        return true;
    case key_only:
        options->only = take_text("only", argument, "an exercise such as 1.9");
        return true;
    case key_out:
        options->out = take_text("out", argument, "a folder");
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
    switch (key) {
    case key_help:
    case key_usage:
        argp_help(&parser, stdout, key == key_help ? ARGP_HELP_STD_HELP : ARGP_HELP_USAGE,
                  program_invocation_short_name);
        exit(0);
    case ARGP_KEY_ARG:
    case ARGP_KEY_ERROR:
        refuse_word(key == ARGP_KEY_ARG ? argument : state->argv[state->next - 1]);
    case ARGP_KEY_END:
        if (options->epochs > 0 && options->updates > 0) {
            refuse_line("--epochs and --updates both say when to stop: give one of them");
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

struct options options_parse(int argc, char **argv)
{
    struct options options = {
        .seed = 1, .epsilon = (real)0.001, .ball = (real)1.3, .out = "build/lab01"};
    argp_err_exit_status = 2;
    if (argp_parse(&parser, argc, argv, ARGP_NO_ERRS | ARGP_NO_HELP, NULL, &options) != 0) {
        refuse_line("the options could not be read");
    }
    return options;
}
