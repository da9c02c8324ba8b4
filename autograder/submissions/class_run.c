#include "submissions/class_run.h"

#include "report/class_results.h"
#include "submissions/collect.h"
#include "submissions/folder.h"
#include "submissions/verdict.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Writes WORK/NNNN, the place of the submission with this number (from 0), and `name` in it. */
static void place_of(const struct class_run *run, size_t number, const char *name, char path[1024])
{
    snprintf(path, 1024, "%s/%04zu%s%s", run->work, number + 1, *name ? "/" : "", name);
}

/* Puts down that the submission is through. Takes over `labs` and `notes`. */
static void settle(struct class_run *run, size_t number, const char *error, json_t *labs)
{
    const struct submission *const submission = &run->list->submission[number];
    json_t *const notes = run->entry[number]; /* what collecting left there */
    run->entry[number] =
        class_entry(submission->name, submission->name, *error ? error : NULL, labs, notes);
    run_progress_tell(&run->progress, run->entry[number]);
    if (!run->arguments->keep) {
        char place[1024];
        place_of(run, number, "", place);
        folder_remove(place);
    }
}

static int make_places(struct class_run *run, size_t number, struct message *why)
{
    char place[1024];
    place_of(run, number, "", place);
    place_of(run, number, "src", run->student);
    place_of(run, number, "work", run->build);
    place_of(run, number, "results.json", run->results);
    place_of(run, number, "grader.log", run->log);
    if (mkdir(place, 0777) != 0 || mkdir(run->student, 0777) != 0 || mkdir(run->build, 0777) != 0) {
        return message_set(why, "grader error: not graded: no place to build it: %s",
                           strerror(errno));
    }
    return 0;
}

/* Collects the submission's files. Returns 0, or -1 and says why there is nothing to grade. */
static int collect(struct class_run *run, size_t number, struct message *why)
{
    const struct submission *const submission = &run->list->submission[number];
    char folder[1024];
    if (submission->is_link) {
        return message_set(why, "the folder is a symbolic link, which is not followed");
    }
    if ((size_t)snprintf(folder, sizeof folder, "%s/%s", run->arguments->folder,
                         submission->folder) >= sizeof folder) {
        return message_set(why, "grader error: not graded: the path of the folder is too long");
    }
    struct message cause;
    const long taken = collect_files(folder, run->labs, run->student, run->entry[number], &cause);
    if (taken < 0) {
        return message_set(why, "grader error: not graded: %.450s", cause.text);
    }
    return taken > 0 ? 0 : message_set(why, "no file of any lab was found");
}

static void write_command(struct class_run *run, struct grader_command *command)
{
    const char *const start[] = {run->grader, "--kit",    run->kit,    "--student",  run->student,
                                 "--work",    run->build, "--results", run->results, "--quiet"};
    size_t count = sizeof start / sizeof start[0];
    memcpy(run->argument, start, sizeof start);
    for (size_t i = 0; i < run->labs->count; i++) { /* the untouched ones as well */
        run->argument[count] = "--lab";
        run->argument[count + 1] = run->labs->lab[i].number;
        count += 2;
    }
    if (!run->arguments->valgrind) {
        run->argument[count] = "--no-valgrind";
        count++;
    }
    if (!run->arguments->trust) {
        run->argument[count] = "--sandbox-required";
        count++;
    }
    run->argument[count] = NULL;
    *command = (struct grader_command){run->argument, run->log};
}

static bool prepare(void *data, size_t number, struct grader_command *command)
{
    struct class_run *const run = data;
    struct message why;
    run->entry[number] = json_array(); /* the notes, until there is more to say */
    if (make_places(run, number, &why) != 0 || collect(run, number, &why) != 0) {
        settle(run, number, why.text, NULL);
        return false;
    }
    write_command(run, command);
    return true;
}

static void ended(void *data, size_t number, const struct grader_end *end)
{
    struct class_run *const run = data;
    char place[1024];
    place_of(run, number, "", place);
    const struct verdict verdict = verdict_of(end, place, run->arguments->limit);
    run->times[number] = verdict.times;
    settle(run, number, verdict.error.text, verdict.labs);
}

bool class_run_grade(struct class_run *run, int signals)
{
    const struct graders graders = {
        .count = run->list->count,
        .parallel = run->arguments->jobs,
        .limit = run->arguments->limit,
        .signals = signals,
        .prepare = prepare,
        .ended = ended,
        .data = run,
    };
    run_progress_doing(&run->progress, "graded");
    return graders_run(&graders);
}
