#include "grade/memory_faults.h"

#include "grade/judging.h"
#include "grade/problems.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Where a crash happened, unless that is known already. */
static void set_place(json_t *fault, const char *file, int line)
{
    if (fault && *file && !json_object_get(fault, "file")) {
        json_object_set_new(fault, "file", json_string(file));
        json_object_set_new(fault, "line", json_integer(line));
    }
}

/* The fault that ended the check, or NULL when all of its cases came back. */
static json_t *how_it_stopped(const struct verdict *verdict)
{
    size_t index;
    json_t *fault;
    json_array_foreach(verdict->faults, index, fault)
    {
        const char *const subject = json_string_value(json_object_get(fault, "subject"));
        if (subject && strcmp(subject, "stopped") == 0) {
            return fault;
        }
    }
    return NULL;
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
    return id ? verdict_find(all, id) : NULL;
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
        if (verdict->wanted && strcmp(verdict->state, "passed") == 0 &&
            verdict_is_ready(all, verdict) && verdict->waits > 0) {
            strcpy(verdict->state, "waits");
            verdict->points = 0;
            json_array_clear(verdict->faults);
        }
    }
}

/* Adds to the verdicts what Valgrind has seen. */
static void add_found(struct lab_verdicts *all, const json_t *found)
{
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
            set_place(how_it_stopped(verdict), file, line);
            continue;
        }
        if (strcmp(verdict->state, "passed") == 0) {
            strcpy(verdict->state, "memory fault");
            verdict->points = 0;
        }
        add_fault(verdict, json_string_value(json_object_get(fault, "text")), file, line);
    }
}

/* What Valgrind saw of these exercises, a new reference; NULL when it could not be asked. */
static json_t *ask_valgrind(const struct grading *grading, const struct lab_verdicts *all,
                            const bool *asked /* (all->count) */)
{
    char ids[1024] = "", path[1200];
    struct message why;
    for (size_t i = 0; i < all->count; i++) {
        if (asked[i]) {
            snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s ",
                     all->verdict[i].exercise->id);
        }
    }
    snprintf(path, sizeof path, "%s/memory.json", grading->work);
    unlink(path);
    return judging_run(grading, all, "memory", ids, &why) == 0
               ? judging_load(grading, ".", "memory.json")
               : NULL;
}

/* Asks about these exercises in one run. When that fails it is the grader's failure: no verdict
 * changes, and each of them says so. */
static void see_memory(const struct grading *grading, struct lab_verdicts *all,
                       const bool *asked /* (all->count) */)
{
    json_t *const found = grading->has_valgrind ? ask_valgrind(grading, all, asked) : NULL;
    add_found(all, found);
    for (size_t i = 0; i < all->count && !found; i++) {
        if (asked[i]) {
            all->verdict[i].memory_unchecked =
                grading->has_valgrind ? "Valgrind could not be run; see judge.log"
                                      : "Valgrind is not installed; make setup installs it";
        }
    }
    json_decref(found);
}

void memory_faults_add(const struct grading *grading, struct lab_verdicts *all)
{
    bool came_back[lab_max_exercises] = {false}, any = false;
    for (size_t i = 0; i < all->count; i++) {
        const struct verdict *const verdict = &all->verdict[i];
        const bool answered = verdict_is_wrong(verdict) || strcmp(verdict->state, "passed") == 0;
        came_back[i] = verdict->wanted && answered && !how_it_stopped(verdict);
        any = any || came_back[i];
    }
    if (any) {
        see_memory(grading, all, came_back);
    }
    for (size_t i = 0; i < all->count; i++) {
        const struct verdict *const verdict = &all->verdict[i];
        if (verdict->wanted && strcmp(verdict->state, "crashed") == 0) {
            bool alone[lab_max_exercises] = {false};
            alone[i] = true;
            see_memory(grading, all, alone);
        }
    }
    let_wait(all);
}
