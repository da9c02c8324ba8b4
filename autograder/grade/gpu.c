#include "grade/gpu.h"

#include "base/file.h"
#include "grade/judging.h"
#include "report/lookup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether it can run there: only what has passed can do no harm. */
static bool is_to_run(const struct verdict *verdict)
{
    return verdict->wanted && exercise_is_kernel(verdict->exercise) &&
           strcmp(verdict->state, "passed") == 0;
}

/* Looks for a GPU and builds the worker. Returns whether both are there; `said` is the GPU's name, or why not. */
static bool find_gpu(const struct grading *grading, const struct lab *lab, struct message *said)
{
    char goal[64], path[1200];
    unsigned char *answer;
    size_t length;
    snprintf(goal, sizeof goal, "gpu%s", lab->number);
    snprintf(path, sizeof path, "%s/gpu.txt", grading->build);
    if (judging_build(grading, goal, said) != 0 ||
        file_read(path, sizeof said->text, &answer, &length, said) != 0) {
        return false;
    }
    const bool found = strncmp((char *)answer, "yes: ", 5) == 0;
    const char *const text = strchr((char *)answer, ' ');
    message_set(said, "%.*s", text ? (int)strcspn(text + 1, "\n") : 0, text ? text + 1 : "");
    free(answer);
    return found;
}

static json_t *not_run(const char *why)
{
    return json_pack("{s:b, s:s}", "ran", false, "text", why);
}

/* What the judge found there. */
static json_t *as_told(const struct grading *grading, const struct verdict *verdict,
                       const char *name)
{
    char text[1400];
    json_t *const found = judging_load(grading, verdict->exercise->id, "gpu.json");
    const json_t *const fault = json_array_get(json_object_get(found, "faults"), 0);
    const bool same = found && !fault;
    if (!found) {
        snprintf(text, sizeof text, "no answer from %s; judge.log may tell why.", name);
    } else if (same) {
        snprintf(text, sizeof text, "right as well, on %s.", name);
    } else if (*graded_text(fault, "where")) {
        snprintf(text, sizeof text,
                 "otherwise on %s, which costs no points: %s %s: expected %s, got %s, in the case "
                 "%s.",
                 name, graded_text(fault, "text"), graded_text(fault, "where"),
                 graded_text(fault, "expected"), graded_text(fault, "got"),
                 graded_text(fault, "case"));
    } else {
        snprintf(text, sizeof text, "otherwise on %s, which costs no points: %s In the case %s.",
                 name, graded_text(fault, "text"), graded_text(fault, "case"));
    }
    json_decref(found);
    return json_pack("{s:b, s:b, s:s}", "ran", true, "same", same, "text", text);
}

void gpu_add(const struct grading *grading, struct lab_verdicts *all)
{
    char ids[1024] = "";
    struct message said;
    for (size_t i = 0; i < all->count; i++) {
        if (is_to_run(&all->verdict[i])) {
            snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s ",
                     all->verdict[i].exercise->id);
        }
    }
    if (*ids == '\0') {
        return;
    }
    struct message unused;
    const bool found = find_gpu(grading, all->lab, &said);
    if (found) {
        judging_run(grading, all, "gpu", ids, &unused); /* whose answer is missing is seen below */
    }
    for (size_t i = 0; i < all->count; i++) {
        struct verdict *const verdict = &all->verdict[i];
        if (is_to_run(verdict)) {
            verdict->gpu = found ? as_told(grading, verdict, said.text) : not_run(said.text);
        }
    }
}
