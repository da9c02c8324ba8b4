#define _GNU_SOURCE
#include "grade/grading.h"

#include "grade/bonus.h"
#include "grade/gpu.h"
#include "grade/judging.h"
#include "grade/memory_faults.h"
#include "grade/problems.h"
#include "grade/written.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct verdict *verdict_find(struct lab_verdicts *all, const char *id)
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
    const struct verdict *const only = grading->only ? verdict_find(all, grading->only) : NULL;
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
                                       "failing.request", "failing.expected", "failing.got",
                                       "bonus.json",      "gpu.json"};
    char path[1200];
    snprintf(path, sizeof path, "%s/%s", grading->work, id);
    make_folder(path);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        snprintf(path, sizeof path, "%s/%s/%s", grading->work, id, left[i]);
        unlink(path);
    }
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
    student_file(lab, verdict->exercise, file, sizeof file);
    json_array_foreach(verdict->faults, index, fault)
    {
        const char *const named = json_string_value(json_object_get(fault, "function"));
        const int line = line_of_function(grading, lab, verdict->exercise,
                                          named ? named : verdict->exercise->functions.name[0]);
        json_object_del(fault, "subject");
        json_object_del(fault, "function");
        if (!json_object_get(fault, "file")) {
            json_object_set_new(fault, "file", json_string(file));
            if (line > 0 && !json_object_get(fault, "line")) {
                json_object_set_new(fault, "line", json_integer(line));
            }
        }
    }
    add_commands(grading, verdict);
}

static void read_verdict(const struct grading *grading, struct verdict *verdict,
                         const struct message *why)
{
    json_t *const found = judging_load(grading, verdict->exercise->id, "check.json");
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

bool verdict_is_ready(struct lab_verdicts *all, struct verdict *verdict)
{
    const struct names *const needs = &verdict->exercise->builds_on;
    verdict->waits = 0;
    for (size_t i = 0; i < needs->count; i++) {
        const struct verdict *const other = verdict_find(all, needs->name[i]);
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

/* One wave: judges all that can be judged now. Returns false when nothing is left. */
static bool judge_wave(const struct grading *grading, struct lab_verdicts *all)
{
    char ids[1024] = "";
    bool ready[lab_max_exercises] = {false};
    size_t count = 0;
    struct message why = {""};
    for (size_t i = 0; i < all->count; i++) {
        struct verdict *const verdict = &all->verdict[i];
        if (verdict->judged || !verdict_is_ready(all, verdict)) {
            continue;
        }
        if (verdict->waits > 0) {
            const bool begun = !written_todo(grading, all->lab, verdict->exercise);
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
        judging_run(grading, all, "check", ids, &why); /* whose verdict is missing is seen below */
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

bool verdict_is_wrong(const struct verdict *verdict)
{
    return strcmp(verdict->state, "wrong") == 0 || strcmp(verdict->state, "partly") == 0;
}

/* Asks the question of a known mistake, when one gives the same answers. */
static void add_question(const struct grading *grading, struct verdict *verdict)
{
    json_t *const match = judging_load(grading, verdict->exercise->id, "match.json");
    json_t *const fault = json_array_get(verdict->faults, 0);
    if (match && fault) {
        json_object_set(fault, "mistake", json_object_get(match, "mistake"));
        json_object_set(fault, "says", json_object_get(match, "says"));
        json_object_set(fault, "question", json_object_get(match, "asks"));
    }
    json_decref(match);
}

/* Whether a known mistake can have done the same: not when all that is wrong is what is not written. */
static bool can_match(const struct verdict *verdict)
{
    size_t index;
    const json_t *fault;
    if (!verdict_is_wrong(verdict) && strcmp(verdict->state, "crashed") != 0) {
        return false;
    }
    json_array_foreach(verdict->faults, index, fault)
    {
        const char *const subject = json_string_value(json_object_get(fault, "subject"));
        if (subject && strncmp(subject, "unwritten", strlen("unwritten")) != 0) {
            return true;
        }
    }
    return false;
}

/* A failing match costs the question only, never the verdict. */
static void match_mistakes(const struct grading *grading, struct lab_verdicts *all)
{
    char ids[1024] = "", goal[64];
    struct message why;
    for (size_t i = 0; i < all->count; i++) {
        const struct verdict *const verdict = &all->verdict[i];
        if (verdict->judged && verdict->wanted && can_match(verdict)) {
            snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s ", verdict->exercise->id);
        }
    }
    if (*ids == '\0') {
        return;
    }
    snprintf(goal, sizeof goal, "mistakes%s", all->lab->number);
    if (judging_build(grading, goal, &why) == 0 &&
        judging_run(grading, all, "match", ids, &why) == 0) {
        for (size_t i = 0; i < all->count; i++) {
            if (all->verdict[i].wanted && can_match(&all->verdict[i])) {
                add_question(grading, &all->verdict[i]);
            }
        }
    }
}

/* A machine without g++ has no worker for kernels: no verdict, no lost points. */
static void see_kernels(const struct grading *grading, const struct lab *lab,
                        struct lab_verdicts *all)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/worker%s-emulated", grading->build, lab->number);
    for (size_t i = 0; access(path, X_OK) != 0 && i < all->count; i++) {
        struct verdict *const verdict = &all->verdict[i];
        if (exercise_is_kernel(verdict->exercise) && !verdict->judged) {
            grader_error(verdict, "Kernels cannot be graded on this machine: %s is missing.",
                         "the compiler g++");
        }
    }
}

void grade_lab(const struct grading *grading, const struct lab *lab, struct lab_verdicts *all)
{
    char goal[1200];
    struct message why;
    choose(grading, lab, all);
    make_folder(grading->work);
    snprintf(goal, sizeof goal, "%s/worker%s%s", grading->build, lab->number,
             grading->valgrind && grading->has_valgrind ? "-checked" : "");
    if (judging_build(grading, goal, &why) != 0) {
        for (size_t i = 0; i < all->count; i++) {
            grader_error(&all->verdict[i], "Your files could not be linked: %s.", why.text);
        }
        return;
    }
    see_kernels(grading, lab, all);
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
        memory_faults_add(grading, all);
    }
    bonus_add(grading, all);
    if (grading->gpu) {
        gpu_add(grading, all);
    }
    for (size_t i = 0; i < all->count; i++) {
        struct verdict *const verdict = &all->verdict[i];
        if (strcmp(verdict->state, "not started") == 0) {
            written_add_todo_faults(grading, lab, verdict);
        } else if (strcmp(verdict->state, "passed") != 0) {
            add_warnings(grading, lab, verdict);
        }
        complete_faults(grading, lab, verdict);
    }
}

void lab_verdicts_free(struct lab_verdicts *all)
{
    for (size_t i = 0; i < all->count; i++) {
        json_decref(all->verdict[i].bonus);
        json_decref(all->verdict[i].gpu);
        json_decref(all->verdict[i].faults);
        json_decref(all->verdict[i].parts);
        json_decref(all->verdict[i].convergence);
    }
}
