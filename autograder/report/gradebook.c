#include "report/gradebook.h"

#include "report/exercise_state.h"
#include "report/graded.h"
#include "report/text.h"

#include <stdlib.h>

static void write_header(const json_t *labs, FILE *out)
{
    fputs("name,folder", out);
    size_t i, j;
    json_t *lab, *exercise;
    json_array_foreach(labs, i, lab)
    {
        const char *const name = graded_text(lab, "lab");
        fprintf(out, ",lab %s score,lab %s max", name, name);
        if (lab_has_bonus(lab)) { /* beside the score, and no part of it */
            fprintf(out, ",lab %s bonus", name);
        }
        json_array_foreach(json_object_get(lab, "exercises"), j, exercise)
        {
            fprintf(out, ",%s", graded_text(exercise, "id"));
        }
    }
    fputs(",state\r\n", out);
}

/* The cells of one lab; `result` is NULL when the submission has none. */
static void write_lab(const json_t *lab, const json_t *result, FILE *out)
{
    fputc(',', out);
    if (result && !lab_is_incomplete(result)) {
        fprintf(out, "%g", graded_number(result, "score"));
    }
    fprintf(out, ",%g", graded_number(lab, "max"));
    if (lab_has_bonus(lab)) {
        fputc(',', out);
        if (result && !lab_is_incomplete(result) && lab_has_bonus(result)) {
            fprintf(out, "%g", graded_number(result, "bonus"));
        }
    }
    size_t i;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), i, exercise)
    {
        const json_t *const own = graded_exercise(result, graded_text(exercise, "id"));
        fputc(',', out);
        if (exercise_is_judged(own)) {
            fprintf(out, "%g", graded_number(own, "points"));
        }
    }
}

static void write_lab_state(const json_t *lab, FILE *out)
{
    exercise_state_summary(lab, out);
    if (lab_is_incomplete(lab)) {
        fprintf(out, " (incomplete: %g points so far)", graded_number(lab, "score"));
    }
}

/* What to know about the submission, in one line that the caller frees; NULL without memory. */
static char *state_in_words(const json_t *submission)
{
    char *words = NULL;
    size_t size = 0;
    FILE *const out = open_memstream(&words, &size);
    if (!out) {
        return NULL;
    }
    const char *between = "";
    if (json_object_get(submission, "error")) {
        fprintf(out, "%s%s", graded_text(submission, "error"),
                json_is_true(json_object_get(submission, "earlier"))
                    ? "; the result of an earlier run is kept"
                    : "");
        between = "; ";
    }
    const json_t *const labs = json_object_get(submission, "labs");
    size_t i;
    json_t *lab;
    json_array_foreach(labs, i, lab)
    {
        fputs(between, out);
        if (json_array_size(labs) > 1) {
            fprintf(out, "lab %s: ", graded_text(lab, "lab"));
        }
        write_lab_state(lab, out);
        between = "; ";
    }
    fclose(out);
    return words;
}

static void write_submission(const json_t *submission, const json_t *labs, FILE *out)
{
    csv_text(out, graded_text(submission, "name"));
    fputc(',', out);
    csv_text(out, graded_text(submission, "folder"));
    size_t i;
    json_t *lab;
    json_array_foreach(labs, i, lab)
    {
        write_lab(lab, graded_lab(submission, graded_text(lab, "lab")), out);
    }
    char *const words = state_in_words(submission);
    fputc(',', out);
    csv_text(out, words ? words : "");
    free(words);
    fputs("\r\n", out);
}

void gradebook_write(const json_t *class, const json_t *labs, FILE *out)
{
    write_header(labs, out);
    size_t i;
    json_t *submission;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        write_submission(submission, labs, out);
    }
}
