/* common/arguments.h: a lab program's command line, read with glibc's argp; what is wrong with it is
 * said in one line, and the program ends with status 2.
 *
 * A lab's options.c holds the list of its options and what each does. All else is here:
 *
 *     static const struct argp_option list[] = {
 *         {"rate", key_rate, "R", 0, "Learning rate; default 0.1", 1},
 *         {"help", arguments_help, 0, 0, "Print this list", 2},
 *         {"usage", arguments_usage, 0, OPTION_HIDDEN, 0, 2},
 *         {0}};
 *
 *     static error_t take(int key, char *argument, struct argp_state *state)
 *     {
 *         struct options *const options = state->input;
 *         if (key == key_rate) {
 *             options->rate = arguments_take_real("rate", argument, "a number above 0", low, high);
 *             return 0;
 *         }
 *         return arguments_take_rest(key, argument, state);
 *     }
 */
#ifndef DESCENT_LABS_COMMON_ARGUMENTS_H
#define DESCENT_LABS_COMMON_ARGUMENTS_H

#include "base/real.h"

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Keys of options that every lab has; a lab's own begin at arguments_first_key. */
enum { arguments_help = 256, arguments_usage, arguments_first_key };

/* Reads the command line: the parser is called with each option, `input` is in its state. */
void arguments_parse(const struct argp *parser, int argc, char **argv, void *input);

/* What a parser does with a key that is none of its own: --help and --usage print and end the
 * program with status 0; what is no option, or lacks a value, is refused. */
error_t arguments_take_rest(int key, char *argument, struct argp_state *state);

/* --- the values -------------------------------------------------------------------------------- */

/* The value of the option, in the range from low to high; else `expected` says what it should be. */
real arguments_take_real(const char *option, const char *text, const char *expected, real low,
                         real high);

/* A whole number from low to high. */
uint64_t arguments_take_count(const char *option, const char *text, uint64_t low, uint64_t high);

/* One of the names; returns its place among them. */
size_t arguments_take_name(const char *option, const char *text, size_t count,
                           const char *const *name /* (count) */);

/* Any text but the empty one. */
const char *arguments_take_text(const char *option, const char *text, const char *expected);

/* How many threads a program takes unless told otherwise: as there are cores, 8 at most. */
size_t arguments_usual_threads(void);

/* Reads a finite number at the start of the text; *end is then what stands behind it. */
bool arguments_read_real(const char *text, const char **end, real *value);

/* --- refusing ---------------------------------------------------------------------------------- */

/* Says what is wrong with the value of an option: "lab01: --rate: expected a number, found 'abc'". */
_Noreturn void arguments_refuse_value(const char *option, const char *expected, const char *found);

/* Says what is wrong with the command line, and that --help lists the options. */
_Noreturn void arguments_refuse(const char *text);

#endif
