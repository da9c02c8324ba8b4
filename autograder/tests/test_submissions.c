/* Finding the files of submissions, and running graders on them. */

#include "base/file.h"
#include "report/graded.h"
#include "submissions/collect.h"
#include "submissions/folder.h"
#include "submissions/graders.h"
#include "submissions/lab_files.h"
#include "submissions/submission_list.h"
#include "submissions/verdict.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A place for a test: what a student handed in, and where to copy it. */
struct place {
    char folder[64], from[80], to[80];
    json_t *notes;
};

static struct place make_place(void)
{
    struct place place = {.folder = "/tmp/descent-submissions-XXXXXX", .notes = json_array()};
    struct message why;
    cr_assert_not_null(mkdtemp(place.folder));
    snprintf(place.from, sizeof place.from, "%s/from", place.folder);
    snprintf(place.to, sizeof place.to, "%s/to", place.folder);
    cr_assert_eq(folder_make(place.from, &why), 0);
    cr_assert_eq(folder_make(place.to, &why), 0);
    return place;
}

static void remove_place(struct place *place)
{
    json_decref(place->notes);
    folder_remove(place->folder);
}

/* Writes a file below the place, with the folders above it. */
static void put(const struct place *place, const char *name, const char *text)
{
    char path[512];
    struct message why;
    snprintf(path, sizeof path, "%s/%s", place->folder, name);
    *strrchr(path, '/') = '\0';
    cr_assert_eq(folder_make(path, &why), 0, "%s", why.text);
    snprintf(path, sizeof path, "%s/%s", place->folder, name);
    FILE *const file = fopen(path, "wb");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

static void put_link(const struct place *place, const char *name, const char *target)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", place->folder, name);
    cr_assert_eq(symlink(target, path), 0);
}

/* One lab with two files. */
static const struct wanted_labs lab_01 = {
    .count = 1,
    .lab = {{.folder = "01-linear-sgd", .number = "01", .count = 2, .file = {"linear.c", "mse.c"}}},
};

static long collect(struct place *place)
{
    struct message why = {""};
    const long taken = collect_files(place->from, &lab_01, place->to, place->notes, &why);
    cr_expect(taken >= 0, "%s", why.text);
    return taken;
}

/* Expects linear.c to have been copied with this text. */
static void expect_linear(const struct place *place, const char *text)
{
    char path[512];
    unsigned char *bytes;
    size_t length;
    struct message why;
    snprintf(path, sizeof path, "%s/01-linear-sgd/linear.c", place->to);
    cr_assert_eq(file_read(path, 1 << 21, &bytes, &length, &why), 0, "%s", why.text);
    cr_expect_str_eq((char *)bytes, text);
    free(bytes);
}

/* Expects exactly one note, which holds this text. */
static void expect_note(const struct place *place, const char *text)
{
    const char *const note = json_string_value(json_array_get(place->notes, 0));
    cr_assert_eq(json_array_size(place->notes), 1, "%zu notes", json_array_size(place->notes));
    cr_expect(strstr(note, text), "%s", note);
}

static void expect_found_at(const char *path)
{
    struct place place = make_place();
    put(&place, path, "one");
    cr_expect_eq(collect(&place), 1, "%s", path);
    expect_linear(&place, "one");
    cr_expect_eq(json_array_size(place.notes), 0);
    remove_place(&place);
}

Test(submissions, files_are_found_in_every_layout)
{
    expect_found_at("from/labs/01-linear-sgd/linear.c");
    expect_found_at("from/01-linear-sgd/linear.c");
    expect_found_at("from/linear.c");
    expect_found_at("from/my work (1)/labs/01-linear-sgd/linear.c");
    expect_found_at("from/my work (1)/01-linear-sgd/linear.c");
    expect_found_at("from/-rf/linear.c");
    expect_found_at("from/\xff/linear.c");
}

Test(submissions, files_elsewhere_are_not_taken)
{
    struct place place = make_place();
    put(&place, "from/one/two/linear.c", "too deep");
    put(&place, "from/.hidden/linear.c", "hidden");
    put(&place, "from/__MACOSX/linear.c", "not the student's");
    put(&place, "from/main.c", "not in exercises.tsv");
    put(&place, "from/labs/01-linear-sgd/Makefile", "not in exercises.tsv");
    cr_expect_eq(collect(&place), 0);
    cr_expect_eq(json_array_size(place.notes), 0);
    remove_place(&place);
}

Test(submissions, the_first_place_counts_and_others_are_noted)
{
    struct place place = make_place();
    put(&place, "from/labs/01-linear-sgd/linear.c", "the lab's");
    put(&place, "from/old/linear.c", "an old one");
    put(&place, "from/old/mse.c", "the only one");
    cr_expect_eq(collect(&place), 2);
    expect_linear(&place, "the lab's");
    expect_note(&place, "old/linear.c: not taken: labs/01-linear-sgd/linear.c is there as well");
    remove_place(&place);
}

Test(submissions, a_link_is_not_followed)
{
    struct place place = make_place();
    put(&place, "secret", "the answer");
    put_link(&place, "from/linear.c", "../secret");
    cr_expect_eq(collect(&place), 0);
    expect_note(&place, "linear.c: a symbolic link, not followed");
    remove_place(&place);
}

Test(submissions, a_linked_folder_is_not_followed)
{
    struct place place = make_place();
    put(&place, "secret/linear.c", "the answer");
    put(&place, "secret/01-linear-sgd/linear.c", "the answer");
    put_link(&place, "from/x", "../secret");
    cr_expect_eq(collect(&place), 0);
    expect_note(&place, "x: a symbolic link, not followed");
    remove_place(&place);
}

Test(submissions, a_link_for_labs_is_not_followed)
{
    struct place place = make_place();
    put(&place, "secret/01-linear-sgd/linear.c", "the answer");
    put(&place, "from/linear.c", "their own");
    put_link(&place, "from/labs", "../secret");
    cr_expect_eq(collect(&place), 1);
    expect_linear(&place, "their own");
    cr_expect_eq(json_array_size(place.notes), 2); /* labs/.../linear.c, labs/.../mse.c */
    remove_place(&place);
}

Test(submissions, a_file_over_the_limit_is_not_taken)
{
    struct place place = make_place();
    char *const text = malloc(collect_limit + 2);
    memset(text, 'x', collect_limit + 1);
    text[collect_limit + 1] = '\0';
    put(&place, "from/linear.c", text);
    cr_expect_eq(collect(&place), 0);
    expect_note(&place, "linear.c: larger than 1 MiB");
    remove_place(&place);
    place = make_place();
    text[collect_limit] = '\0';
    put(&place, "from/linear.c", text);
    cr_expect_eq(collect(&place), 1);
    expect_linear(&place, text);
    free(text);
    remove_place(&place);
}

Test(submissions, a_pipe_does_not_make_it_wait, .timeout = 10)
{
    struct place place = make_place();
    char path[128];
    snprintf(path, sizeof path, "%s/linear.c", place.from);
    cr_assert_eq(mkfifo(path, 0600), 0);
    cr_expect_eq(collect(&place), 0);
    expect_note(&place, "not a regular file");
    remove_place(&place);
}

Test(submissions, the_list_is_sorted_and_shows_every_name)
{
    struct place place = make_place();
    put(&place, "from/b/x", "");
    put(&place, "from/A b/x", "");
    put(&place, "from/\xff/x", "");
    put(&place, "from/\xfe/x", "");
    put(&place, "from/.git/x", "");
    put(&place, "from/reports/x", "");
    put(&place, "from/late.zip", "");
    put_link(&place, "from/C", "b");
    struct stat reports;
    char path[128];
    snprintf(path, sizeof path, "%s/reports", place.from);
    cr_assert_eq(stat(path, &reports), 0);
    struct submission_list list;
    struct message why;
    cr_assert_eq(submission_list_read(place.from, &reports, &list, &why), 0);
    const char *const name[] = {"A b", "b", "C", "\uFFFD", "\uFFFD (2)"};
    cr_assert_eq(list.count, 5, "%zu", list.count);
    for (size_t i = 0; i < 5; i++) {
        cr_expect_str_eq(list.submission[i].name, name[i]);
    }
    cr_expect_str_eq(list.submission[3].folder, "\xfe");
    cr_expect(list.submission[2].is_link && !list.submission[1].is_link);
    cr_expect_eq(list.others, 1);
    submission_list_free(&list);
    remove_place(&place);
}

Test(submissions, labs_name_their_files)
{
    struct place place = make_place();
    struct wanted_labs wanted;
    struct message why;
    put(&place, "labs/02-b/exercises.tsv", "2.1\t6\tlayers/relu.c\trelu\tt\t-\t-\t-\n");
    put(&place, "labs/01-a/exercises.tsv",
        "1.1\t6\tkernels/naive/linear.c\tf\tt\t-\t-\t-\n1.2\t6\tkernels/naive/"
        "mse.c\tg\tt\t-\t-\t-\n"
        "1.3\t6\tkernels/naive/linear.c\th\tt\t-\t-\t-\n");
    struct kit *const kit = kit_read(place.folder, &why);
    cr_assert_not_null(kit, "%s", why.text);
    cr_assert_eq(lab_files_list(kit, 0, NULL, &wanted, &why), 0);
    cr_assert_eq(wanted.count, 2);
    cr_expect_str_eq(wanted.lab[0].folder, "01-a");
    cr_assert_eq(wanted.lab[0].count, 2);
    cr_expect_str_eq(wanted.lab[0].file[0], "linear.c");
    cr_expect_str_eq(wanted.lab[0].file[1], "mse.c");
    cr_expect_eq(lab_files_list(kit, 1, (const char *const[]){"03"}, &wanted, &why), -1);
    cr_expect_str_eq(why.text, "no lab '03' in the kit; it has 01 02");
    cr_expect_eq(lab_files_list(kit, 1, (const char *const[]){"02"}, &wanted, &why), 0);
    cr_assert_eq(wanted.count, 1);
    cr_expect_str_eq(wanted.lab[0].folder, "02-b");
    free(kit);
    remove_place(&place);
}

Test(submissions, the_end_of_a_grader_is_told_in_words)
{
    struct place place = make_place();
    put(&place, "grader.log", "first\nno worker\n\n");
    const struct grader_end end[] = {{grader_timed_out, 0, 5},
                                     {grader_killed, SIGSEGV, 1},
                                     {grader_exited, 1, 1},
                                     {grader_exited, 0, 1}};
    const char *const words[] = {"still running after 5 s, and stopped",
                                 "died of signal 11 (Segmentation fault)",
                                 "ended with status 1: no worker", ": results.json: No such file"};
    for (size_t i = 0; i < 4; i++) {
        const struct verdict verdict = verdict_of(&end[i], place.folder, 5);
        cr_expect_null(verdict.labs);
        cr_expect(strncmp(verdict.error.text, "grader error: not graded", 24) == 0);
        cr_expect(strstr(verdict.error.text, words[i]), "%s", verdict.error.text);
        cr_expect_null(strstr(verdict.error.text, place.folder));
        json_decref(verdict.times);
    }
    remove_place(&place);
}

/* What a run of graders did, seen from its callbacks. */
struct record {
    char script[4][128];
    const char *argument[4];
    struct grader_end end[4];
    size_t running, most, ended;
};

static bool prepare(void *data, size_t number, struct grader_command *command)
{
    struct record *const record = data;
    if (!record->script[number][0]) {
        return false;
    }
    record->argument[0] = "/bin/sh";
    record->argument[1] = "-c";
    record->argument[2] = record->script[number];
    record->argument[3] = NULL;
    *command = (struct grader_command){record->argument, "/dev/null"};
    record->running++;
    record->most = record->running > record->most ? record->running : record->most;
    return true;
}

static void ended(void *data, size_t number, const struct grader_end *end)
{
    struct record *const record = data;
    record->end[number] = *end;
    record->running--;
    record->ended++;
}

static bool run_graders(struct record *record, size_t parallel, double limit)
{
    struct message why;
    const struct graders graders = {.count = 4,
                                    .parallel = parallel,
                                    .limit = limit,
                                    .signals = graders_catch_signals(&why),
                                    .prepare = prepare,
                                    .ended = ended,
                                    .data = record};
    cr_assert(graders.signals >= 0);
    return graders_run(&graders);
}

Test(submissions, graders_run_side_by_side_and_each_end_is_told, .timeout = 20)
{
    struct record record = {.script = {"exit 3", "kill -SEGV $$", "", "sleep 100"}};
    cr_expect(run_graders(&record, 2, 0.5));
    cr_expect_eq(record.ended, 3);
    cr_expect_eq(record.most, 2);
    cr_expect(record.end[0].how == grader_exited && record.end[0].number == 3);
    cr_expect(record.end[1].how == grader_killed && record.end[1].number == SIGSEGV);
    cr_expect_eq(record.end[3].how, grader_timed_out);
    cr_expect(record.end[3].seconds >= 0.5);
}

Test(submissions, one_that_ignores_the_request_is_killed, .timeout = 20)
{
    struct record record = {.script = {"trap '' TERM; while :; do sleep 0.1; done"}};
    cr_expect(run_graders(&record, 1, 0.2));
    cr_expect_eq(record.end[0].how, grader_timed_out);
}

/* Writes its process id to a file that the test reads. */
static pid_t pid_in(const char *path)
{
    FILE *const file = fopen(path, "r");
    int pid = 0;
    cr_assert(file && fscanf(file, "%d", &pid) == 1);
    fclose(file);
    return pid;
}

Test(submissions, nothing_that_a_grader_started_outlives_it, .timeout = 20)
{
    struct place place = make_place();
    struct record record = {0};
    char path[2][128];
    snprintf(path[0], sizeof path[0], "%s/a", place.folder);
    snprintf(path[1], sizeof path[1], "%s/b", place.folder);
    snprintf(record.script[0], sizeof record.script[0], "sleep 100 & echo $! >%.90s", path[0]);
    snprintf(record.script[1], sizeof record.script[1],
             "setsid sleep 100 & sleep 0.3; echo $! >%.80s", path[1]);
    cr_expect(run_graders(&record, 2, 10));
    cr_expect_eq(kill(pid_in(path[0]), 0), -1, "one of its group");
    if (access("/proc/self/task", F_OK) == 0) {
        cr_expect_eq(kill(pid_in(path[1]), 0), -1, "one that left its group");
    }
    remove_place(&place);
}

Test(submissions, what_left_its_group_goes_while_others_run, .timeout = 30)
{
    struct place place = make_place();
    struct record record = {0};
    char path[128];
    snprintf(path, sizeof path, "%s/pid", place.folder);
    snprintf(record.script[0], sizeof record.script[0], "setsid sleep 100 & echo $! >%.90s", path);
    snprintf(record.script[1], sizeof record.script[1],
             "for i in $(seq 99); do sleep 0.1; kill -0 $(cat %.60s) || exit 7; done", path);
    cr_expect(run_graders(&record, 2, 25));
    cr_expect_eq(record.end[1].number, 7);
    remove_place(&place);
}

Test(submissions, a_signal_ends_the_run_and_all_graders, .timeout = 20)
{
    struct record record = {.script = {"kill -TERM $PPID; sleep 100", "sleep 100", "sleep 100"}};
    cr_expect_not(run_graders(&record, 2, 50));
    cr_expect_eq(record.ended, 0);
}
