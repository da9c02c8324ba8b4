/* Grades one submission: `make grade` for one's own files, run_all for others'.
 *
 * Exit status: 0 graded, whatever the score; 1 some check could not be run; 2 usage; 3 this machine
 * cannot confine the code as --sandbox-required asks.
 */
#define _GNU_SOURCE
#include "base/clock.h"
#include "grade/command.h"
#include "grade/grading.h"
#include "grade/results.h"
#include "grade/table.h"
#include "sandbox/probe.h"

#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct options {
    const char *kit, *student, *build, *work, *results, *check;
    const char *labs[kit_max_labs];
    size_t lab_count;
    bool valgrind, gpu, quiet, sandbox_required;
};

enum { key_build = 256, key_no_valgrind, key_gpu, key_quiet, key_sandbox_required };

static const struct argp_option option_list[] = {
    {"kit", 'k', "DIR", 0, "The kit's root (default: here)", 0},
    {"student", 's', "DIR", 0, "Folder with 01-linear-sgd/ and the like (default: labs)", 0},
    {"work", 'w', "DIR", 0, "Where verdicts and failing cases go (default: build/grade)", 0},
    {"build", key_build, "DIR", 0, "Where objects and workers go (default: WORK/build)", 0},
    {"results", 'r', "FILE", 0, "The results file (default: WORK/results.json)", 0},
    {"lab", 'l', "NN", 0, "Grade this lab; may be given again (default: all started, or 01)", 0},
    {"check", 'c', "ID", 0, "Grade only this exercise, such as 1.3", 0},
    {"no-valgrind", key_no_valgrind, 0, 0, "Leave out the search for memory faults", 0},
    {"gpu", key_gpu, 0, 0,
     "Run kernels that have passed on a GPU as well, unconfined: for one's own alone", 0},
    {"sandbox-required", key_sandbox_required, 0, 0,
     "Grade only where others' code can be confined: by bubblewrap, or Landlock and seccomp", 0},
    {"quiet", key_quiet, 0, 0, "Print nothing but errors", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *const options = state->input;
    switch (key) {
    case 'k':
        options->kit = argument;
        return 0;
    case 's':
        options->student = argument;
        return 0;
    case 'w':
        options->work = argument;
        return 0;
    case key_build:
        options->build = argument;
        return 0;
    case 'r':
        options->results = argument;
        return 0;
    case 'l':
        if (options->lab_count == kit_max_labs) {
            argp_error(state, "more than %d labs", kit_max_labs);
        }
        options->labs[options->lab_count++] = argument;
        return 0;
    case 'c':
        options->check = argument;
        return 0;
    case key_no_valgrind:
        options->valgrind = false;
        return 0;
    case key_gpu:
        options->gpu = true;
        return 0;
    case key_quiet:
        options->quiet = true;
        return 0;
    case key_sandbox_required:
        options->sandbox_required = true;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "unexpected '%s'", argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp parser = {
    option_list, parse, NULL, "Grades one submission and writes a results file.", NULL, NULL, NULL};

/* Makes a path absolute against the folder in which the program was started. */
static char *absolute(const char *path, const char *fallback_folder, const char *fallback_name)
{
    char *result;
    char *const here = getcwd(NULL, 0);
    if (path && *path == '/') {
        result = strdup(path);
    } else if (path) {
        result = asprintf(&result, "%s/%s", here, path) < 0 ? NULL : result;
    } else {
        result = asprintf(&result, "%s/%s", fallback_folder, fallback_name) < 0 ? NULL : result;
    }
    free(here);
    if (!result) {
        panic("grade: no memory");
    }
    return result;
}

static void make_folders(const char *path)
{
    char partial[1200];
    snprintf(partial, sizeof partial, "%s", path);
    for (char *slash = strchr(partial + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(partial, 0777);
        *slash = '/';
    }
    if (mkdir(partial, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "grade: %s cannot be made: %s\n", path, strerror(errno));
        exit(1);
    }
}

/* Whether the lab is to be graded: named, or the one that the check is in, or started. */
static bool is_chosen(const struct options *options, const struct grading *grading,
                      const struct lab *lab)
{
    const struct lab *of_check = NULL;
    if (options->check) {
        kit_exercise(grading->kit_labs, options->check, &of_check);
        return of_check == lab;
    }
    for (size_t i = 0; i < options->lab_count; i++) {
        if (strcmp(options->labs[i], lab->number) == 0) {
            return true;
        }
    }
    return options->lab_count == 0 && lab_is_started(grading, lab);
}

static void usage_error(const char *format, const char *word)
{
    fprintf(stderr, "grade: ");
    fprintf(stderr, format, word);
    fputc('\n', stderr);
    exit(2);
}

static void see_names(const struct options *options, const struct kit *kit)
{
    if (options->check && !kit_exercise(kit, options->check, NULL)) {
        usage_error("there is no exercise %s; the numbers stand in each lab's README.md",
                    options->check);
    }
    for (size_t i = 0; i < options->lab_count; i++) {
        if (!kit_lab(kit, options->labs[i])) {
            usage_error("there is no lab %s; labs have numbers such as 01", options->labs[i]);
        }
    }
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static double cpu_seconds(void)
{
    double sum = 0;
    for (int who = 0; who < 2; who++) {
        struct rusage usage;
        getrusage(who == 0 ? RUSAGE_SELF : RUSAGE_CHILDREN, &usage);
        sum += seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    }
    return sum;
}

static void set_times(json_t *results, double seconds)
{
    char at[32];
    const time_t today = time(NULL);
    struct tm utc;
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&today, &utc));
    json_object_set_new(
        results, "times",
        json_pack("{s:f, s:f, s:s}", "cpu_seconds", cpu_seconds(), "seconds", seconds, "at", at));
}

/* Grades, merges, writes and prints one lab. Returns whether every check could be run. */
static bool grade_one(const struct options *options, const struct grading *grading,
                      const struct lab *lab, json_t *results, double started)
{
    struct lab_verdicts verdicts;
    struct message why;
    bool complete = true;
    grade_lab(grading, lab, &verdicts);
    results_merge(results, &verdicts);
    for (size_t i = 0; i < verdicts.count; i++) {
        complete = complete && strcmp(verdicts.verdict[i].state, "grader error") != 0;
    }
    lab_verdicts_free(&verdicts);
    set_times(results, clock_now() - started);
    if (results_write(results, options->results, &why) != 0) {
        fprintf(stderr, "grade: %s\n", why.text);
        return false;
    }
    if (!options->quiet) {
        const struct table_style style = {.colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
                                          .only = options->check};
        table_print(stdout, results_lab(results, lab->number), style);
    }
    return complete;
}

static bool grade_all(const struct options *options, const struct grading *grading)
{
    json_t *const results = results_read(options->results);
    const double started = clock_now();
    bool complete = true, any = false;
    for (size_t i = 0; i < grading->kit_labs->labs; i++) {
        const struct lab *const lab = &grading->kit_labs->lab[i];
        if (is_chosen(options, grading, lab)) {
            complete = grade_one(options, grading, lab, results, started) && complete;
            any = true;
        }
    }
    if (!any && grading->kit_labs->labs > 0) { /* nothing is started yet: show where to begin */
        complete = grade_one(options, grading, &grading->kit_labs->lab[0], results, started);
    }
    json_decref(results);
    return complete;
}

/* Finds out what the student's code can be confined with, and says it. Ends the program when that is
 * not enough. */
static struct layers find_layers(const struct options *options)
{
    struct probe probe;
    struct message why;
    if (probe_machine("build/autograder/confine", &probe, &why) != 0) {
        fprintf(stderr, "grade: %s\n", why.text);
        exit(1);
    }
    const char *const line = probe_line(&probe, &why);
    if (options->sandbox_required && !layers_suffice(probe.layers)) {
        fprintf(stderr,
                "grade: not graded: confining others' code takes bubblewrap, or Landlock "
                "and seccomp; %s\n",
                line);
        exit(3);
    }
    if (!options->quiet) {
        puts(line);
    }
    return probe.layers;
}

int main(int argc, char **argv)
{
    struct options options = {.kit = ".", .valgrind = true};
    struct message why;
    argp_err_exit_status = 2;
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    command_adopt_strays();
    unsetenv("MAKEFLAGS"); /* the makes that are started here are no children of an outer one */
    unsetenv("MAKELEVEL");

    char *const work = absolute(options.work, options.kit, "build/grade");
    char *const student = absolute(options.student, options.kit, "labs");
    char *const build = absolute(options.build, work, "build");
    char *const results = absolute(options.results, work, "results.json");
    options.results = results;
    make_folders(work);
    if (chdir(options.kit) != 0) {
        usage_error("%s is no folder", options.kit);
    }
    struct kit *const kit = kit_read(".", &why);
    if (!kit) {
        fprintf(stderr, "grade: %s\n", why.text);
        return 1;
    }
    see_names(&options, kit);
    const struct grading grading = {.kit_labs = kit,
                                    .kit = ".",
                                    .student = student,
                                    .build = build,
                                    .work = work,
                                    .only = options.check,
                                    .layers = find_layers(&options),
                                    .valgrind = options.valgrind,
                                    .gpu = options.gpu,
                                    .has_valgrind = access("/usr/bin/valgrind", X_OK) == 0,
                                    .verbose = !options.quiet && isatty(STDERR_FILENO)};
    const bool complete = grade_all(&options, &grading);
    free(kit);
    free(work);
    free(student);
    free(build);
    free(results);
    return complete ? 0 : 1;
}
