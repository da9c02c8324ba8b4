/* The command line. The header says what each function does. */
#define _GNU_SOURCE /* program_invocation_short_name */
#include "common/arguments.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- refusing --------------------------------------------------------------------------------- */

/* getopt and argp would take two lines, and say less: this program says it itself. */
void arguments_refuse(const char *text)
{
    fprintf(stderr, "%s: %s; --help lists the options\n", program_invocation_short_name, text);
    exit(2);
}

void arguments_refuse_value(const char *option, const char *expected, const char *found)
{
    fprintf(stderr, "%s: --%s: expected %s, found '%.100s'\n", program_invocation_short_name,
            option, expected, found);
    exit(2);
}

static bool is_end(const struct argp_option *option)
{
    return !option->name && !option->key && !option->doc && !option->group;
}

struct match {
    const struct argp_option *option; /* the last that was found */
    size_t count;
};

/* The options whose names begin so; only one when it is the whole name. */
static struct match find(const struct argp_option *list, const char *name, size_t length)
{
    struct match match = {NULL, 0};
    for (const struct argp_option *option = list; !is_end(option); option++) {
        if (option->name && strncmp(option->name, name, length) == 0) {
            match = (struct match){option, match.count + 1};
            if (option->name[length] == '\0') {
                return (struct match){option, 1};
            }
        }
    }
    return match;
}

/* `word` is an argument that getopt could not use: names no option, or lacks or has a value. */
_Noreturn static void refuse_word(const struct argp_option *list, const char *word)
{
    const char *const name = word + strspn(word, "-");
    const size_t length = strcspn(name, "=");
    const struct match match = find(list, name, length);
    char text[256];
    if (*word != '-') {
        snprintf(text, sizeof text, "'%.100s' is no option: they all begin with --", word);
    } else if (match.count == 0 || length == 0) {
        snprintf(text, sizeof text, "there is no option '%.100s'", word);
    } else if (match.count > 1) {
        snprintf(text, sizeof text, "'%.100s' could be more than one option", word);
    } else if (match.option->arg) {
        snprintf(text, sizeof text, "--%s needs a value, --%s %s", match.option->name,
                 match.option->name, match.option->arg);
    } else {
        snprintf(text, sizeof text, "--%s takes no value", match.option->name);
    }
    arguments_refuse(text);
}

/* --- values ----------------------------------------------------------------------------------- */

bool arguments_read_real(const char *text, const char **end, real *value)
{
    char *stop;
    *value = (real)strtod(text, &stop);
    *end = stop;
    return stop != text && isfinite(*value);
}

real arguments_take_real(const char *option, const char *text, const char *expected, real low,
                         real high)
{
    const char *end;
    real value;
    if (!arguments_read_real(text, &end, &value) || *end != '\0' || value < low || value > high) {
        arguments_refuse_value(option, expected, text);
    }
    return value;
}

uint64_t arguments_take_count(const char *option, const char *text, uint64_t low, uint64_t high)
{
    const bool digits = *text != '\0' && text[strspn(text, "0123456789")] == '\0';
    const unsigned long long value = digits && strlen(text) < 20 ? strtoull(text, NULL, 10) : 0;
    if (!digits || strlen(text) >= 20 || value < low || value > high) {
        char expected[80];
        snprintf(expected, sizeof expected, "a whole number from %llu to %llu",
                 (unsigned long long)low, (unsigned long long)high);
        arguments_refuse_value(option, expected, text);
    }
    return value;
}

size_t arguments_take_name(const char *option, const char *text, size_t count,
                           const char *const *name)
{
    char expected[256];
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name[i], text) == 0) {
            return i;
        }
        const char *const before = i == 0 ? "" : i + 1 < count ? ", " : " or ";
        length +=
            (size_t)snprintf(expected + length, sizeof expected - length, "%s%s", before, name[i]);
    }
    arguments_refuse_value(option, expected, text);
}

const char *arguments_take_text(const char *option, const char *text, const char *expected)
{
    if (*text == '\0') {
        arguments_refuse_value(option, expected, text);
    }
    return text;
}

/* --- the parser ------------------------------------------------------------------------------- */

error_t arguments_take_rest(int key, char *argument, struct argp_state *state)
{
    const struct argp *const parser = state->root_argp;
    switch (key) {
    case arguments_help:
    case arguments_usage:
        argp_help(parser, stdout, key == arguments_help ? ARGP_HELP_STD_HELP : ARGP_HELP_USAGE,
                  program_invocation_short_name);
        exit(0);
    case ARGP_KEY_ARG:
        refuse_word(parser->options, argument);
    case ARGP_KEY_ERROR:
        refuse_word(parser->options, state->argv[state->next - 1]);
    case ARGP_KEY_END:
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

void arguments_parse(const struct argp *parser, int argc, char **argv, void *input)
{
    argp_err_exit_status = 2;
    if (argp_parse(parser, argc, argv, ARGP_NO_ERRS | ARGP_NO_HELP, NULL, input) != 0) {
        arguments_refuse("the options could not be read");
    }
}

size_t arguments_usual_threads(void)
{
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > 8 ? 8 : (size_t)cores;
}
