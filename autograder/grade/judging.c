#define _GNU_SOURCE
#include "grade/judging.h"

#include "base/file.h"
#include "grade/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The watchdogs, in seconds: far above what a loaded machine needs. */
static const double build_limit = 300, judge_limit = 900;

int judging_build(const struct grading *grading, const char *goal, struct message *why)
{
    char student[1200], objects[1200], log[1200], confine[128], layers[layers_max_text];
    snprintf(confine, sizeof confine, "CONFINE=build/autograder/launch --layers %s",
             layers_write(grading->layers, layers));
    snprintf(student, sizeof student, "STUDENT=%s", grading->student);
    snprintf(objects, sizeof objects, "STUDENT_BUILD=%s", grading->build);
    snprintf(log, sizeof log, "%s/build.log", grading->work);
    const char *const argv[] = {"make",  "-s",        "--no-print-directory", student, objects,
                                confine, "SOLUTION=", "AS_BUILT=1",           goal,    NULL};
    const int status = command_run(argv, log, build_limit, NULL, NULL, why);
    if (status > 0) {
        return message_set(why, "make %.200s failed; %.200s tells why", goal, log);
    }
    return status;
}

static void set_absolute(const char *name, const char *path)
{
    char *const absolute = realpath(path, NULL);
    setenv(name, absolute ? absolute : path, 1);
    free(absolute);
}

struct progress_of {
    const struct grading *grading;
    const char *what;
    size_t total;
    const struct lab_verdicts *all;
};

static void show_progress(void *context)
{
    const struct progress_of *const progress = context;
    size_t done = 0;
    for (size_t i = 0; i < progress->all->count; i++) {
        char path[1200];
        snprintf(path, sizeof path, "%s/%s/check.json", progress->grading->work,
                 progress->all->verdict[i].exercise->id);
        done += access(path, F_OK) == 0 ? 1 : 0;
    }
    fprintf(stderr, "\r  %s: %zu of %zu\033[K", progress->what, done, progress->all->count);
}

/* The seed of the cases: a handout's recordings were made with one of their own. */
static void set_seed(void)
{
    unsigned char *text;
    size_t length;
    struct message unused;
    if (file_read("autograder/recorded/seed", 64, &text, &length, &unused) == 0) {
        setenv("JUDGE_SEED", (const char *)text, 1);
        free(text);
    } else {
        setenv("JUDGE_SEED", "1", 1);
    }
}

int judging_run(const struct grading *grading, const struct lab_verdicts *all, const char *pass,
                const char *ids, struct message *why)
{
    char path[1200], log[1200], layers[layers_max_text];
    setenv("JUDGE_PASS", pass, 1);
    setenv("JUDGE_EXERCISES", ids, 1);
    set_seed();
    set_absolute("JUDGE_KIT", ".");
    set_absolute("JUDGE_WORK", grading->work);
    snprintf(path, sizeof path, "%s/worker%s", grading->build, all->lab->number);
    set_absolute("JUDGE_STUDENT", path);
    snprintf(path, sizeof path, "%s/worker%s-checked", grading->build, all->lab->number);
    set_absolute("JUDGE_CHECKED", path);
    setenv("JUDGE_SANDBOX", layers_write(grading->layers, layers), 1);
    set_absolute("JUDGE_CONFINE", "build/autograder/confine");
    snprintf(path, sizeof path, "build/reference/worker%s", all->lab->number);
    set_absolute("JUDGE_REFERENCE", path);
    snprintf(path, sizeof path, "build/mistakes/lab%s", all->lab->number);
    set_absolute("JUDGE_MISTAKES", path);
    snprintf(log, sizeof log, "%s/judge.log", grading->work);
    /* not --quiet: what a judge that fails has to say would not reach the log */
    const char *const argv[] = {"build/autograder/judge", "-j2", NULL};
    struct progress_of progress = {grading, strcmp(pass, "memory") == 0 ? "Valgrind" : "judged", 0,
                                   all};
    const int status = command_run(argv, log, judge_limit, grading->verbose ? show_progress : NULL,
                                   &progress, why);
    if (grading->verbose) {
        fprintf(stderr, "\r\033[K");
    }
    return status < 0 ? -1 : 0; /* what it has to say stands in its files */
}

json_t *judging_load(const struct grading *grading, const char *id, const char *name)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/%s/%s", grading->work, id, name);
    return json_load_file(path, 0, NULL);
}
