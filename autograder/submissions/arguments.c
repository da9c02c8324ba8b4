#define _GNU_SOURCE /* sched_getaffinity */

#include "submissions/arguments.h"

#include "submissions/graders.h"

#include <argp.h>
#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

enum {
    key_lab = 256,
    key_no_valgrind,
    key_limit,
    key_work,
    key_keep,
    key_trust,
    key_kit,
    key_grader,
    key_gnuplot
};

/* What --help prints before the options and, behind \v, after them. */
static const char help[] =
    "Grades every submission in DIR and writes the reports.\v"
    "DIR holds a folder for each student. In it, a file is looked for as "
    "labs/01-linear-sgd/linear.c, 01-linear-sgd/linear.c or linear.c, and at the same places one "
    "folder deeper. Only files that the labs' exercises.tsv name are taken, at most 1 MiB each, "
    "and "
    "no symbolic links; for a file that is missing the empty starter stands in. Each submission is "
    "built and graded in a place of its own.\n"
    "\n"
    "OUT then holds\n"
    "  index.html         scores by student, what each exercise costs the class,\n"
    "                     who has not started, who could not be graded\n"
    "  student-0001.html  a page a student: each fault, and their convergence\n"
    "                     beside the reference's\n"
    "  gradebook.csv      for a spreadsheet: score and points, by student\n"
    "  results.json       everything, for programs (autograder/report/README.md)\n"
    "\n"
    "A submission that cannot be graded (its grader fails, or takes longer than the limit) does "
    "not "
    "stop the others. It gets an error in words and an empty cell in the gradebook, never 0 "
    "points; "
    "if OUT holds an earlier result of it, that one is kept and marked. Nothing is written before "
    "all submissions are through: Ctrl-C leaves OUT as it was.\n"
    "\n"
    "Students' code is compiled and run confined, by bubblewrap, Landlock and seccomp. Where "
    "neither bubblewrap nor both others work, nothing is graded unless --trust-students is given.\n"
    "\n"
    "Status: 0 all graded; 1 at least one could not be graded or nothing may be (above), or the "
    "reports could not be written; "
    "2 usage; 130 broken off with Ctrl-C.\n"
    "\n"
    "Examples:\n"
    "  autograder/run_all handed-in\n"
    "  autograder/run_all --lab 01 --out reports/lab01 handed-in\n"
    "  autograder/run_all --jobs 4 --no-valgrind handed-in    a quick first look\n"
    "  autograder/run_all --quiet handed-in || mail -s 'look at the reports' me\n";

static const struct argp_option options[] = {
    {"out", 'o', "OUT", 0, "Folder for the reports, made if needed (reports)", 1},
    {"lab", key_lab, "NUMBER", 0, "Grade this lab only, 01 for example; can be given again", 1},
    {"jobs", 'j', "N", 0, "Submissions at a time (the number of cores)", 2},
    {"limit", key_limit, "SECONDS", 0, "Time that one submission may take (300)", 2},
    {"no-valgrind", key_no_valgrind, NULL, 0, "Do not look for memory faults: faster", 2},
    {"trust-students", key_trust, NULL, 0,
     "Grade even where their code cannot be confined: it can then do what you can", 2},
    {"quiet", 'q', NULL, 0, "Print nothing but what went wrong", 3},
    {"work", key_work, "FOLDER", 0, "Where to build submissions (build/ of the kit)", 3},
    {"keep", key_keep, NULL, 0, "Keep what was built, and say where it is", 3},
    {"kit", key_kit, "FOLDER", OPTION_HIDDEN, NULL, 4},
    {"grader", key_grader, "PROGRAM", OPTION_HIDDEN, NULL, 4},
    {"gnuplot", key_gnuplot, "PROGRAM", OPTION_HIDDEN, NULL, 4},
    {NULL, 0, NULL, 0, NULL, 0},
};

/* How many cores this program may use. */
static size_t cores(void)
{
    cpu_set_t set;
    const int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : count > graders_most ? graders_most : (size_t)count;
}

/* A number above 0 and at most `most`; ends the program when the text is none. */
static double number_of(const char *text, const char *option, double most,
                        const struct argp_state *state)
{
    char *end;
    errno = 0;
    const double value = strtod(text, &end);
    if (end == text || *end != '\0' || !(value > 0 && value <= most)) {
        argp_error(state, "%s: expected a number above 0, at most %g, found '%.40s'", option, most,
                   text);
    }
    return value;
}

static size_t count_of(const char *text, const char *option, double most,
                       const struct argp_state *state)
{
    const double value = number_of(text, option, most, state);
    if (value != floor(value)) {
        argp_error(state, "%s: expected a whole number, found '%.40s'", option, text);
    }
    return (size_t)value;
}

static void add_lab(struct arguments *arguments, const char *number, const struct argp_state *state)
{
    if (arguments->labs == kit_max_labs) {
        argp_error(state, "--lab: given more than %d times", kit_max_labs);
    }
    arguments->lab[arguments->labs] = number;
    arguments->labs++;
}

static error_t take_folder(struct arguments *arguments, const char *folder,
                           const struct argp_state *state)
{
    if (arguments->folder) {
        argp_error(state, "one DIR is expected, found '%.200s' as well", folder);
    }
    arguments->folder = folder;
    return 0;
}

/* The options that set a text or a switch. Returns false for any other. */
static bool take_plain(struct arguments *arguments, int key, const char *value)
{
    switch (key) {
    case 'o':
        arguments->out = value;
        return true;
    case 'q':
        arguments->quiet = true;
        return true;
    case key_no_valgrind:
        arguments->valgrind = false;
        return true;
    case key_keep:
        arguments->keep = true;
        return true;
    case key_trust:
        arguments->trust = true;
        return true;
    case key_work:
        arguments->work = value;
        return true;
    case key_kit:
        arguments->kit = value;
        return true;
    case key_grader:
        arguments->grader = value;
        return true;
    case key_gnuplot:
        arguments->gnuplot = value;
        return true;
    default:
        return false;
    }
}

static error_t take_option(int key, char *value, struct argp_state *state)
{
    struct arguments *const arguments = state->input;
    switch (key) {
    case key_lab:
        add_lab(arguments, value, state);
        return 0;
    case 'j':
        arguments->jobs = count_of(value, "--jobs", graders_most, state);
        return 0;
    case key_limit:
        arguments->limit = number_of(value, "--limit", 86400, state);
        return 0;
    case ARGP_KEY_ARG:
        return take_folder(arguments, value, state);
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "expected DIR, the folder that holds the submissions");
        return 0;
    default:
        return take_plain(arguments, key, value) ? 0 : ARGP_ERR_UNKNOWN;
    }
}

void arguments_read(int argc, char **argv, struct arguments *arguments)
{
    *arguments = (struct arguments){
        .out = "reports",
        .kit = ".",
        .gnuplot = "gnuplot",
        .jobs = cores(),
        .limit = 300,
        .valgrind = true,
    };
    const struct argp argp = {options, take_option, "DIR", help, NULL, NULL, NULL};
    argp_err_exit_status = 2;
    argp_parse(&argp, argc, argv, 0, NULL, arguments);
}
