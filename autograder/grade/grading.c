#define _GNU_SOURCE
#include "grade/grading.h"

#include "base/file.h"
#include "grade/command.h"
#include "grade/problems.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The watchdogs, in seconds: far above what a loaded machine needs. */
static const double build_limit = 300, judge_limit = 900;

enum { largest_source = 4 * 1024 * 1024 };

static bool same_text(const char *a, const char *b)
{
    unsigned char *text_a, *text_b;
    size_t length_a, length_b;
    struct message unused;
    if (file_read(a, largest_source, &text_a, &length_a, &unused) != 0) {
        return true; /* not there: not started */
    }
    bool same = false;
    if (file_read(b, largest_source, &text_b, &length_b, &unused) == 0) {
        same = length_a == length_b && memcmp(text_a, text_b, length_a) == 0;
        free(text_b);
    }
    free(text_a);
    return same;
}

bool lab_is_started(const struct grading *grading, const struct lab *lab)
{
    for (size_t i = 0; i < lab->exercises; i++) {
        char mine[1200], starter[1200];
        const char *const name = exercise_basename(&lab->exercise[i]);
        snprintf(mine, sizeof mine, "%s/%s/%s", grading->student, lab->folder, name);
        snprintf(starter, sizeof starter, "build/starters/%s/%s", lab->folder, name);
        if (!same_text(mine, starter)) {
            return true;
        }
    }
    return false;
}

static struct verdict *find(struct lab_verdicts *all, const char *id)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->verdict[i].exercise->id, id) == 0) {
            return &all->verdict[i];
        }
    }
    return NULL;
}

static void grader_error(struct verdict *verdict, const char *format, const char *detail)
{
    char text[400];
    snprintf(text, sizeof text, format, detail);
    strcpy(verdict->state, "grader error");
    verdict->judged = true;
    add_fault(verdict, text, "", 0);
}

/* The verdicts that this grading needs: the wanted ones and those that they build on. */
static void choose(const struct grading *grading, const struct lab *lab, struct lab_verdicts *all)
{
    *all = (struct lab_verdicts){.lab = lab};
    for (size_t i = 0; i < lab->exercises; i++) {
        struct verdict *const verdict = &all->verdict[all->count++];
        *verdict = (struct verdict){.exercise = &lab->exercise[i]};
        verdict->faults = json_array();
        verdict->parts = json_array();
        verdict->convergence = json_array();
        verdict->wanted = !grading->only || strcmp(grading->only, verdict->exercise->id) == 0;
    }
    const struct verdict *const only = grading->only ? find(all, grading->only) : NULL;
    for (size_t i = 0; only && i < all->count; i++) {
        struct verdict *const verdict = &all->verdict[i];
        if (names_find(&only->exercise->builds_on, verdict->exercise->id) < 0) {
            verdict->judged = !verdict->wanted; /* not needed: nobody asks */
        }
    }
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "grade: %s: %s\n", path, strerror(errno));
    }
}

/* Takes away what an earlier grading left of an exercise. */
static void clear_exercise(const struct grading *grading, const char *id)
{
    static const char *const left[] = {"check.json",      "match.json",       "requests",
                                       "failing.request", "failing.expected", "failing.got"};
    char path[1200];
    snprintf(path, sizeof path, "%s/%s", grading->work, id);
    make_folder(path);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        snprintf(path, sizeof path, "%s/%s/%s", grading->work, id, left[i]);
        unlink(path);
    }
}

/* Builds a goal of the kit's make for this submission. Returns 0, or -1 and why. */
static int build(const struct grading *grading, const char *goal, struct message *why)
{
    char student[1200], objects[1200], log[1200];
    snprintf(student, sizeof student, "STUDENT=%s", grading->student);
    snprintf(objects, sizeof objects, "STUDENT_BUILD=%s", grading->build);
    snprintf(log, sizeof log, "%s/build.log", grading->work);
    const char *const argv[] = {
        "make", "-s", "--no-print-directory", student, objects, "SOLUTION=", goal, NULL};
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

/* Runs the judge's pass over the exercises named in `ids`. */
static int run_judge(const struct grading *grading, const struct lab_verdicts *all,
                     const char *pass, const char *ids, struct message *why)
{
    char path[1200], log[1200];
    setenv("JUDGE_PASS", pass, 1);
    setenv("JUDGE_EXERCISES", ids, 1);
    set_seed();
    set_absolute("JUDGE_KIT", ".");
    set_absolute("JUDGE_WORK", grading->work);
    snprintf(path, sizeof path, "%s/worker%s", grading->build, all->lab->number);
    set_absolute("JUDGE_STUDENT", path);
    snprintf(path, sizeof path, "build/reference/worker%s", all->lab->number);
    set_absolute("JUDGE_REFERENCE", path);
    snprintf(path, sizeof path, "build/mistakes/lab%s", all->lab->number);
    set_absolute("JUDGE_MISTAKES", path);
    snprintf(log, sizeof log, "%s/judge.log", grading->work);
    const char *const argv[] = {"build/autograder/judge", "--quiet", "-j2", NULL};
    struct progress_of progress = {grading, strcmp(pass, "memory") == 0 ? "Valgrind" : "judged", 0,
                                   all};
    const int status = command_run(argv, log, judge_limit, grading->verbose ? show_progress : NULL,
                                   &progress, why);
    if (grading->verbose) {
        fprintf(stderr, "\r\033[K");
    }
    return status < 0 ? -1 : 0; /* what it has to say stands in its files */
}

static json_t *load(const struct grading *grading, const char *id, const char *name)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/%s/%s", grading->work, id, name);
    return json_load_file(path, 0, NULL);
}

static void replace(json_t **place, json_t *value)
{
    if (value) {
        json_decref(*place);
        *place = json_incref(value);
    }
}

/* The commands that show the failing case, when one was kept. */
static void add_commands(const struct grading *grading, const struct verdict *verdict)
{
    char path[1200], show[64], debug[64];
    const char *const id = verdict->exercise->id;
    json_t *const first = json_array_get(verdict->faults, 0);
    snprintf(path, sizeof path, "%s/%s/failing.request", grading->work, id);
    if (first && access(path, F_OK) == 0) {
        snprintf(show, sizeof show, "make show CHECK=%s", id);
        snprintf(debug, sizeof debug, "make debug CHECK=%s", id);
        json_object_set_new(first, "commands", json_pack("[s, s]", show, debug));
    }
}

/* Adds to each fault where the function stands and which commands show more. */
static void complete_faults(const struct grading *grading, const struct lab *lab,
                            struct verdict *verdict)
{
    char file[256];
    size_t index;
    json_t *fault;
    const int line = line_of_function(grading, lab, verdict->exercise);
    student_file(lab, verdict->exercise, file, sizeof file);
    json_array_foreach(verdict->faults, index, fault)
    {
        json_object_del(fault, "subject");
        if (!json_object_get(fault, "file")) {
            json_object_set_new(fault, "file", json_string(file));
            if (line > 0) {
                json_object_set_new(fault, "line", json_integer(line));
            }
        }
    }
    add_commands(grading, verdict);
}

static void read_verdict(const struct grading *grading, struct verdict *verdict,
                         const struct message *why)
{
    json_t *const found = load(grading, verdict->exercise->id, "check.json");
    if (!found) {
        grader_error(verdict,
                     "The judge gave no verdict (%s). This is the grader's fault, not yours.",
                     *why->text ? why->text : "it ended too early; judge.log may tell why");
        return;
    }
    snprintf(verdict->state, sizeof verdict->state, "%s",
             json_string_value(json_object_get(found, "state")));
    verdict->points = (unsigned)json_integer_value(json_object_get(found, "points"));
    replace(&verdict->faults, json_object_get(found, "faults"));
    replace(&verdict->parts, json_object_get(found, "parts"));
    replace(&verdict->convergence, json_object_get(found, "convergence"));
    const char *const waits_for = json_string_value(json_object_get(found, "waits_for"));
    if (waits_for && *waits_for) {
        snprintf(verdict->waits_for[verdict->waits++], sizeof verdict->waits_for[0], "%s",
                 waits_for);
    }
    json_decref(found);
}

/* Sees whether all that the exercise builds on has been judged, and names what has not passed. */
static bool is_ready(struct lab_verdicts *all, struct verdict *verdict)
{
    const struct names *const needs = &verdict->exercise->builds_on;
    verdict->waits = 0;
    for (size_t i = 0; i < needs->count; i++) {
        const struct verdict *const other = find(all, needs->name[i]);
        if (other && !other->judged) {
            return false;
        }
        if (other && strcmp(other->state, "passed") != 0) {
            snprintf(verdict->waits_for[verdict->waits++], sizeof verdict->waits_for[0], "%s",
                     needs->name[i]);
        }
    }
    return true;
}

/* True when the exercise's TODO still stands in the student's file, or the file is not there. */
static bool holds_todo(const struct grading *grading, const struct lab *lab,
                       const struct exercise *exercise)
{
    char path[1200], todo[32];
    unsigned char *text;
    size_t length;
    struct message unused;
    snprintf(path, sizeof path, "%s/%s/%s", grading->student, lab->folder,
             exercise_basename(exercise));
    snprintf(todo, sizeof todo, "TODO(\"%s\"", exercise->id);
    if (file_read(path, largest_source, &text, &length, &unused) != 0) {
        return true;
    }
    const bool holds = strstr((const char *)text, todo) != NULL;
    free(text);
    return holds;
}

/* One wave: judges all that can be judged now. Returns false when nothing is left. */
static bool judge_wave(const struct grading *grading, struct lab_verdicts *all)
{
    char ids[1024] = "";
    bool ready[lab_max_exercises] = {false};
    size_t count = 0;
    struct message why = {""};
    for (size_t i = 0; i < all->count; i++) {
        struct verdict *const verdict = &all->verdict[i];
        if (verdict->judged || !is_ready(all, verdict)) {
            continue;
        }
        if (verdict->waits > 0) {
            const bool begun = !holds_todo(grading, all->lab, verdict->exercise);
            strcpy(verdict->state, begun ? "waits" : "not started");
            verdict->waits = begun ? verdict->waits : 0;
            ready[i] = true;
            continue;
        }
        snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s ", verdict->exercise->id);
        ready[i] = true;
        count++;
    }
    if (count > 0) {
        run_judge(grading, all, "check", ids, &why); /* whose verdict is missing is seen below */
    }
    bool any = false;
    for (size_t i = 0; i < all->count; i++) {
        struct verdict *const verdict = &all->verdict[i];
        if (ready[i]) {
            any = true;
            verdict->judged = true;
            if (*verdict->state == '\0') {
                read_verdict(grading, verdict, &why);
            }
        }
    }
    return any;
}

static bool is_wrong(const struct verdict *verdict)
{
    return strcmp(verdict->state, "wrong") == 0 || strcmp(verdict->state, "partly") == 0;
}

/* Asks the question of a known mistake, when one gives the same answers. */
static void add_question(const struct grading *grading, struct verdict *verdict)
{
    json_t *const match = load(grading, verdict->exercise->id, "match.json");
    json_t *const fault = json_array_get(verdict->faults, 0);
    if (match && fault) {
        json_object_set(fault, "mistake", json_object_get(match, "mistake"));
        json_object_set(fault, "says", json_object_get(match, "says"));
        json_object_set(fault, "question", json_object_get(match, "asks"));
    }
    json_decref(match);
}

/* A failing match costs the question only, never the verdict. */
static void match_mistakes(const struct grading *grading, struct lab_verdicts *all)
{
    char ids[1024] = "", goal[64];
    struct message why;
    for (size_t i = 0; i < all->count; i++) {
        const struct verdict *const verdict = &all->verdict[i];
        if (verdict->judged && verdict->wanted && is_wrong(verdict)) {
            snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s ", verdict->exercise->id);
        }
    }
    if (*ids == '\0') {
        return;
    }
    snprintf(goal, sizeof goal, "mistakes%s", all->lab->number);
    if (build(grading, goal, &why) == 0 && run_judge(grading, all, "match", ids, &why) == 0) {
        for (size_t i = 0; i < all->count; i++) {
            if (all->verdict[i].wanted && is_wrong(&all->verdict[i])) {
                add_question(grading, &all->verdict[i]);
            }
        }
    }
}

/* Where a crash happened, unless that is known already. */
static void set_place(json_t *fault, const char *file, int line)
{
    if (fault && *file && !json_object_get(fault, "file")) {
        json_object_set_new(fault, "file", json_string(file));
        json_object_set_new(fault, "line", json_integer(line));
    }
}

/* The verdict that a memory fault belongs to: the exercise in whose function it happened, which may
 * be one that the exercise under test builds on. */
static struct verdict *culprit(struct lab_verdicts *all, const json_t *fault)
{
    const char *const function = json_string_value(json_object_get(fault, "function"));
    for (size_t i = 0; function && i < all->count; i++) {
        if (names_find(&all->verdict[i].exercise->functions, function) >= 0) {
            return &all->verdict[i];
        }
    }
    const char *const id = json_string_value(json_object_get(fault, "exercise"));
    return id ? find(all, id) : NULL;
}

static bool has_fault(const struct verdict *verdict, const json_t *fault)
{
    size_t index;
    const json_t *other;
    json_array_foreach(verdict->faults, index, other)
    {
        if (json_equal(json_object_get(other, "text"), json_object_get(fault, "text"))) {
            return true;
        }
    }
    return false;
}

/* What builds on an exercise in which a memory fault was found has to wait after all. */
static void let_wait(struct lab_verdicts *all)
{
    for (size_t i = 0; i < all->count; i++) {
        struct verdict *const verdict = &all->verdict[i];
        if (verdict->wanted && strcmp(verdict->state, "passed") == 0 && is_ready(all, verdict) &&
            verdict->waits > 0) {
            strcpy(verdict->state, "waits");
            verdict->points = 0;
            json_array_clear(verdict->faults);
        }
    }
}

/* Runs Valgrind over the kept requests of `ids` and adds what it saw to the verdicts. */
static void see_memory(const struct grading *grading, struct lab_verdicts *all, const char *ids)
{
    char path[1200];
    struct message why = {""};
    snprintf(path, sizeof path, "%s/memory.json", grading->work);
    unlink(path);
    if (run_judge(grading, all, "memory", ids, &why) != 0) {
        return;
    }
    json_t *const found = load(grading, ".", "memory.json");
    size_t index;
    json_t *fault;
    json_array_foreach(json_object_get(found, "faults"), index, fault)
    {
        const char *const file = json_string_value(json_object_get(fault, "file"));
        const int line = (int)json_integer_value(json_object_get(fault, "line"));
        struct verdict *const verdict = culprit(all, fault);
        if (!verdict || !verdict->wanted || has_fault(verdict, fault)) {
            continue;
        }
        if (strcmp(verdict->state, "crashed") == 0) {
            set_place(json_array_get(verdict->faults, 0), file, line);
            continue;
        }
        if (strcmp(verdict->state, "passed") == 0 || strcmp(verdict->state, "partly") == 0) {
            strcpy(verdict->state, "memory fault");
            verdict->points = 0;
        }
        add_fault(verdict, json_string_value(json_object_get(fault, "text")), file, line);
    }
    json_decref(found);
}

/* All that came back in one run; each that crashed in one of its own: the run ends with it. */
static void check_memory(const struct grading *grading, struct lab_verdicts *all)
{
    char ids[1024] = "";
    for (size_t i = 0; i < all->count; i++) {
        const struct verdict *const verdict = &all->verdict[i];
        if (verdict->wanted && (is_wrong(verdict) || strcmp(verdict->state, "passed") == 0)) {
            snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s ", verdict->exercise->id);
        }
    }
    if (*ids != '\0') {
        see_memory(grading, all, ids);
    }
    for (size_t i = 0; i < all->count; i++) {
        const struct verdict *const verdict = &all->verdict[i];
        if (verdict->wanted && strcmp(verdict->state, "crashed") == 0) {
            see_memory(grading, all, verdict->exercise->id);
        }
    }
    let_wait(all);
}

void grade_lab(const struct grading *grading, const struct lab *lab, struct lab_verdicts *all)
{
    char goal[1200];
    struct message why;
    choose(grading, lab, all);
    make_folder(grading->work);
    snprintf(goal, sizeof goal, "%s/worker%s", grading->build, lab->number);
    if (build(grading, goal, &why) != 0) {
        for (size_t i = 0; i < all->count; i++) {
            grader_error(&all->verdict[i], "Your files could not be linked: %s.", why.text);
        }
        return;
    }
    for (size_t i = 0; i < all->count; i++) {
        if (!all->verdict[i].judged) {
            clear_exercise(grading, all->verdict[i].exercise->id);
            see_problem(grading, lab, &all->verdict[i]);
        }
    }
    while (judge_wave(grading, all)) {
    }
    match_mistakes(grading, all);
    if (grading->valgrind) {
        check_memory(grading, all);
    }
    for (size_t i = 0; i < all->count; i++) {
        complete_faults(grading, lab, &all->verdict[i]);
    }
}

void lab_verdicts_free(struct lab_verdicts *all)
{
    for (size_t i = 0; i < all->count; i++) {
        json_decref(all->verdict[i].faults);
        json_decref(all->verdict[i].parts);
        json_decref(all->verdict[i].convergence);
    }
}
