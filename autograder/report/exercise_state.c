#include "report/exercise_state.h"

#include "report/graded.h"

#include <stdio.h>
#include <string.h>

static const struct exercise_state states[] = {
    {"passed", "✓", "good"},         {"partly", "◐", "partly"}, {"wrong", "✗", "bad"},
    {"crashed", "↯", "bad"},         {"timed out", "∞", "bad"}, {"memory fault", "M", "bad"},
    {"does not build", "B", "bad"},  {"waits", "…", "none"},    {"not started", "–", "none"},
    {"grader error", "?", "broken"},
};

enum { state_count = sizeof states / sizeof states[0] };

const struct exercise_state *exercise_state_at(size_t i)
{
    return i < state_count ? &states[i] : NULL;
}

struct exercise_state exercise_state_of(const json_t *exercise)
{
    const char *const state = graded_text(exercise, "state");
    for (size_t i = 0; i < state_count; i++) {
        if (strcmp(state, states[i].state) == 0) {
            return states[i];
        }
    }
    return (struct exercise_state){state, "✗", "bad"};
}

void exercise_state_words(const json_t *exercise, char *words, size_t size)
{
    const char *const state = graded_text(exercise, "state");
    const json_t *const others = json_object_get(exercise, "waits_for");
    size_t used = (size_t)snprintf(words, size, "%s", state);
    if (strcmp(state, "waits") != 0) {
        return;
    }
    size_t i;
    json_t *other;
    json_array_foreach(others, i, other)
    {
        const char *const id = json_string_value(other);
        if (id && used < size) {
            used += (size_t)snprintf(words + used, size - used, "%s%s", i ? ", " : " for ", id);
        }
    }
}

/* Writes ": 1.2 1.5", the lab's exercises in the state. */
static void write_ids(const json_t *lab, const char *state, FILE *out)
{
    const char *before = ": ";
    size_t i;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), i, exercise)
    {
        if (strcmp(graded_text(exercise, "state"), state) == 0) {
            fprintf(out, "%s%s", before, graded_text(exercise, "id"));
            before = " ";
        }
    }
}

void exercise_state_summary(const json_t *lab, FILE *out)
{
    const size_t exercises = json_array_size(json_object_get(lab, "exercises"));
    const size_t passed = lab_count(lab, "passed");
    if (lab_is_untouched(lab) || passed == exercises) {
        fputs(passed == exercises ? "all passed" : "not started", out);
        return;
    }
    fprintf(out, "%zu passed", passed);
    for (size_t i = 1; i < state_count; i++) {
        if (lab_count(lab, states[i].state) > 0) {
            fprintf(out, "; %s", states[i].state);
            write_ids(lab, states[i].state, out);
        }
    }
}
