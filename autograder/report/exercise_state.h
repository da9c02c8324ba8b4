/* report/exercise_state.h: the states of an exercise, and how reports show them. */
#ifndef DESCENT_REPORT_EXERCISE_STATE_H
#define DESCENT_REPORT_EXERCISE_STATE_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

struct exercise_state {
    const char *state;  /* as in the results: "memory fault" */
    const char *symbol; /* one character, so that no reader depends on colour */
    const char *tone;   /* class in the pages' style sheet: good, partly, bad, none, broken */
};

/* The state at this place of the list, from good to bad; NULL behind its end. */
const struct exercise_state *exercise_state_at(size_t i);

/* How to show the exercise. A state that is not in the list shows as bad, in its own words. */
struct exercise_state exercise_state_of(const json_t *exercise);

/* Writes the exercise's state in words: "passed", "waits for 1.1, 1.6". The text is plain, not HTML. */
void exercise_state_words(const json_t *exercise, char *words /* (size) */, size_t size);

/* Writes the lab's states in one line: "7 passed; wrong: 1.5; waits: 1.10", "not started", "all
 * passed". The text is plain, neither HTML nor CSV. */
void exercise_state_summary(const json_t *lab, FILE *out);

#endif
