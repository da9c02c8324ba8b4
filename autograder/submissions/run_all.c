/* submissions/run_all.c: grades a folder of submissions and writes the reports. `run_all --help`
 * tells the rest. Started by autograder/run_all, which builds it. */

#include "base/clock.h"
#include "base/message.h"
#include "report/class_results.h"
#include "report/report.h"
#include "report/text.h"
#include "sandbox/probe.h"
#include "submissions/arguments.h"
#include "submissions/class_run.h"
#include "submissions/folder.h"
#include "submissions/graders.h"
#include "submissions/lab_files.h"
#include "submissions/run_progress.h"
#include "submissions/run_summary.h"
#include "submissions/submission_list.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { longest_path = 700 /* bytes, of the kit and of the place for the builds */ };

/* All that a run has taken from the system; main gives it back. */
struct run_all {
    struct arguments arguments;
    struct kit *kit_labs; /* of the kit */
    struct wanted_labs labs;
    struct submission_list list;
    char kit[PATH_MAX], grader[PATH_MAX], work[PATH_MAX];
    struct message sandbox; /* what it is made of, in a line */
    bool made_out;          /* the folder of the reports was not there before */
    int signals;
    struct class_run class_run;
};

static int resolve(const char *path, char resolved[PATH_MAX], struct message *why)
{
    if (!realpath(path, resolved)) {
        return message_set(why, "%s: %s", path, strerror(errno));
    }
    if (strlen(resolved) > longest_path) {
        return message_set(why, "%.200s...: the path is longer than %d bytes", resolved,
                           longest_path);
    }
    return 0;
}

/* Finds the kit, its labs and its grader. Returns an exit status. */
static int find_kit(struct run_all *all, struct message *why)
{
    const struct arguments *const arguments = &all->arguments;
    if (resolve(arguments->kit, all->kit, why) != 0 || !(all->kit_labs = kit_read(all->kit, why))) {
        return 1;
    }
    if (lab_files_list(all->kit_labs, arguments->labs, arguments->lab, &all->labs, why) != 0) {
        return 2;
    }
    char built[PATH_MAX];
    snprintf(built, sizeof built, "%.*s/build/autograder/grade", longest_path, all->kit);
    if (resolve(arguments->grader ? arguments->grader : built, all->grader, why) != 0) {
        return 1;
    }
    if (access(all->grader, X_OK) != 0) {
        message_set(why, "%s: cannot be run: %s", all->grader, strerror(errno));
        return 1;
    }
    return 0;
}

/* Sees whether students' code can be confined here. Returns an exit status. */
static int find_sandbox(struct run_all *all, struct message *why)
{
    char confine[PATH_MAX];
    struct probe probe;
    snprintf(confine, sizeof confine, "%.*s/build/autograder/confine", longest_path, all->kit);
    if (all->arguments.trust) {
        return 0;
    }
    if (probe_machine(confine, &probe, why) != 0) {
        return 1;
    }
    probe_line(&probe, &all->sandbox);
    if (!layers_suffice(probe.layers)) {
        message_set(why,
                    "nothing is graded: students' code can be confined by bubblewrap, or by "
                    "Landlock and seccomp, and here is only this: %s; --trust-students grades all "
                    "the same",
                    all->sandbox.text);
        return 1;
    }
    return 0;
}

/* True when the folder holds what one student hands in, and not a folder for each. */
static bool is_one_submission(const struct run_all *all)
{
    for (size_t i = 0; i < all->list.count; i++) {
        for (size_t lab = 0; lab < all->labs.count; lab++) {
            const char *const name = all->list.submission[i].folder;
            if (strcmp(name, "labs") == 0 || strcmp(name, all->labs.lab[lab].folder) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Lists the submissions. Returns an exit status. */
static int find_submissions(struct run_all *all, struct message *why)
{
    const char *const folder = all->arguments.folder;
    struct stat out; /* reports of an earlier run may lie among the submissions */
    const bool has_out = stat(all->arguments.out, &out) == 0;
    if (submission_list_read(folder, has_out ? &out : NULL, &all->list, why) != 0) {
        return 1;
    }
    if (all->list.count == 0 || is_one_submission(all)) {
        message_set(why, "%s: %s, expected a folder for each student", folder,
                    all->list.count == 0 ? "holds no folder" : "looks like one submission");
        return 1;
    }
    if (all->list.others > 0) {
        fprintf(stderr, "run_all: %s: passed over %zu that %s no folder (archives: unpack them)\n",
                folder, all->list.others, all->list.others == 1 ? "is" : "are");
    }
    return 0;
}

/* Makes the folder of the reports, before an evening's grading and not after it. */
static int make_out(struct run_all *all, struct message *why)
{
    const char *const out = all->arguments.out;
    all->made_out = access(out, F_OK) != 0;
    if (folder_make(out, why) != 0) {
        all->made_out = false;
        return 1;
    }
    if (access(out, W_OK | X_OK) != 0) {
        message_set(why, "%s: cannot be written: %s", out, strerror(errno));
        return 1;
    }
    return 0;
}

/* Makes the place where submissions are built. Returns an exit status. */
static int make_work(struct run_all *all, struct message *why)
{
    char build[PATH_MAX], above[PATH_MAX];
    snprintf(build, sizeof build, "%.*s/build", longest_path, all->kit);
    const char *const wanted = all->arguments.work ? all->arguments.work : build;
    if (folder_make(wanted, why) != 0 || resolve(wanted, above, why) != 0) {
        return 1;
    }
    snprintf(all->work, sizeof all->work, "%.*s/run_all-XXXXXX", longest_path, above);
    if (!mkdtemp(all->work)) {
        all->work[0] = '\0';
        message_set(why, "%s: cannot be written: %s", above, strerror(errno));
        return 1;
    }
    return 0;
}

static int prepare_run(struct run_all *all, struct message *why)
{
    struct class_run *const run = &all->class_run;
    size_t widest = 0;
    for (size_t i = 0; i < all->list.count; i++) {
        const size_t width = text_width(all->list.submission[i].name);
        widest = width > widest ? width : widest;
    }
    run->arguments = &all->arguments;
    run->kit = all->kit;
    run->grader = all->grader;
    run->work = all->work;
    run->labs = &all->labs;
    run->list = &all->list;
    run->entry = calloc(all->list.count, sizeof(json_t *));
    run->times = calloc(all->list.count, sizeof(json_t *));
    if (!all->arguments.quiet && *all->sandbox.text) {
        fprintf(stderr, "run_all: %s\n", all->sandbox.text);
    }
    run_progress_begin(&run->progress, stderr, all->list.count, widest, all->arguments.quiet);
    if (!run->entry || !run->times) {
        message_set(why, "no memory for %zu submissions", all->list.count);
        return 1;
    }
    return 0;
}

/* Puts the class together, with what an earlier run found for those that were not graded now. */
static json_t *class_of_run(struct run_all *all, double seconds, size_t *kept, struct message *why)
{
    struct class_run *const run = &all->class_run;
    json_t *const class =
        class_results(all->list.count, run->entry, run->times, seconds, time(NULL));
    memset(run->entry, 0, all->list.count * sizeof *run->entry); /* the class has them now */
    memset(run->times, 0, all->list.count * sizeof *run->times);
    if (!class) {
        message_set(why, "no memory for the results");
        return NULL;
    }
    char path[1024];
    snprintf(path, sizeof path, "%.*s/results.json", 1000, all->arguments.out);
    struct message unread;
    json_t *const earlier = access(path, F_OK) == 0 ? class_read(path, &unread) : NULL;
    if (!earlier && access(path, F_OK) == 0) {
        fprintf(stderr, "run_all: the earlier results are not kept: %s\n", unread.text);
    }
    *kept = earlier ? class_keep_earlier(class, earlier) : 0;
    json_decref(earlier);
    return class;
}

/* Says that a signal ended the run. Returns the exit status that a shell expects. */
static int broken_off(const struct run_all *all, struct message *why)
{
    const int signal = graders_stop_signal(all->signals);
    const struct run_progress *const progress = &all->class_run.progress;
    run_progress_end(progress);
    message_set(why, "broken off (%s) after %zu of %zu; the reports are as they were before",
                strsignal(signal), progress->done, progress->total);
    return 128 + signal;
}

/* Returns an exit status. */
static int write_reports(struct run_all *all, double seconds, struct message *why)
{
    size_t kept = 0;
    json_t *const class = class_of_run(all, seconds, &kept, why);
    if (!class) {
        return 1;
    }
    const struct report_options options = {all->arguments.gnuplot, all->signals};
    run_progress_doing(&all->class_run.progress, "graded, writing the reports");
    int status = report_write(class, all->arguments.out, &options, why) != 0;
    run_progress_end(&all->class_run.progress);
    if (status != 0 && graders_stop_signal(all->signals) != 0) {
        status = broken_off(all, why);
    } else if (status == 0) {
        all->made_out = false; /* it stays */
        status = class_ungraded(class) > 0;
        if (!all->arguments.quiet) {
            status |= run_summary_print(class, kept, all->arguments.out, stdout, why) != 0;
        }
    }
    json_decref(class);
    return status;
}

/* Grades and reports. Returns an exit status; `why` holds a text when something is to be said. */
static int run_class(struct run_all *all, struct message *why)
{
    const double started = clock_now();
    int status = 0;
    if ((status = find_kit(all, why)) != 0 || (status = find_sandbox(all, why)) != 0 ||
        (status = find_submissions(all, why)) != 0 || (status = make_out(all, why)) != 0) {
        return status;
    }
    all->signals = graders_catch_signals(why);
    if (all->signals < 0 || make_work(all, why) != 0 || prepare_run(all, why) != 0) {
        return 1;
    }
    return class_run_grade(&all->class_run, all->signals)
               ? write_reports(all, clock_now() - started, why)
               : broken_off(all, why);
}

static void clean_up(struct run_all *all)
{
    struct class_run *const run = &all->class_run;
    for (size_t i = 0; i < all->list.count && run->entry && run->times; i++) {
        json_decref(run->entry[i]);
        json_decref(run->times[i]);
    }
    free(run->entry);
    free(run->times);
    submission_list_free(&all->list);
    free(all->kit_labs);
    if (all->work[0] && all->arguments.keep) {
        fprintf(stderr, "run_all: built in %s\n", all->work);
    } else if (all->work[0]) {
        folder_remove(all->work);
    }
    if (all->made_out) {
        rmdir(all->arguments.out);
    }
}

int main(int argc, char **argv)
{
    struct run_all all = {0};
    struct message why = {""};
    arguments_read(argc, argv, &all.arguments);
    const int status = run_class(&all, &why);
    if (why.text[0]) {
        fprintf(stderr, "run_all: %s\n", why.text);
    }
    clean_up(&all);
    return status;
}
