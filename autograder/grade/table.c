#define _GNU_SOURCE
#include "grade/table.h"

#include "report/lookup.h"

#include <string.h>

/* Terminal colours by state; the words say the same. */
static const struct {
    const char *state, *colour;
} colours[] = {
    {"passed", "32"},       {"partly", "33"},         {"wrong", "31"},   {"not started", "2"},
    {"waits", "2"},         {"does not build", "31"}, {"crashed", "31"}, {"timed out", "31"},
    {"memory fault", "31"}, {"grader error", "35"},
};

static const char *colour_of(const char *state)
{
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++) {
        if (strcmp(colours[i].state, state) == 0) {
            return colours[i].colour;
        }
    }
    return "0";
}

static int number_of(const json_t *object, const char *key)
{
    return (int)json_integer_value(json_object_get(object, key));
}

enum { indent = 8, width = 92 };

/* The length of the first word; "name = value" is one. */
static size_t word_length(const char *text)
{
    const size_t word = strcspn(text, " ");
    const size_t value = strncmp(text + word, " = ", 3) == 0 ? strcspn(text + word + 3, " ") : 0;
    return value > 0 ? word + 3 + value : word;
}

/* Prints words, indented, broken at spaces. */
static void print_wrapped(FILE *stream, const char *text)
{
    size_t column = 0;
    while (*text) {
        const size_t word = word_length(text);
        if (column == 0 || column + 1 + word > width - indent) {
            fprintf(stream, "%s%*s", column > 0 ? "\n" : "", indent, "");
            column = 0;
        }
        fprintf(stream, "%s%.*s", column > 0 ? " " : "", (int)word, text);
        column += word + (column > 0 ? 1 : 0);
        text += word + strspn(text + word, " ");
    }
    fputc('\n', stream);
}

static void print_state(FILE *stream, const json_t *exercise, bool colour)
{
    const char *const state = graded_text(exercise, "state");
    char words[96];
    snprintf(words, sizeof words, "%s", state);
    if (strcmp(state, "waits") == 0) {
        const json_t *const others = json_object_get(exercise, "waits_for");
        const char *const first = json_string_value(json_array_get(others, 0));
        snprintf(words, sizeof words, "waits for %s%s", first ? first : "?",
                 json_array_size(others) > 1 ? " ..." : "");
    }
    const int padding = strlen(words) < 17 ? (int)(17 - strlen(words)) : 0;
    fprintf(stream, "%s%s%s%s%s%*s", colour ? "\033[" : "", colour ? colour_of(state) : "",
            colour ? "m" : "", words, colour ? "\033[0m" : "", padding, "");
}

static void print_parts(FILE *stream, const json_t *exercise)
{
    size_t index;
    json_t *part;
    if (strcmp(graded_text(exercise, "state"), "partly") != 0) {
        return;
    }
    fprintf(stream, "%*sparts: ", indent, "");
    json_array_foreach(json_object_get(exercise, "parts"), index, part)
    {
        fprintf(stream, "%s%s %d/%d", index > 0 ? ", " : "", graded_text(part, "name"),
                number_of(part, "points"), number_of(part, "max"));
    }
    fputc('\n', stream);
}

/* What was counted beside the points, or why it was not. */
static void print_bonus(FILE *stream, const json_t *bonus)
{
    char line[400];
    const json_t *const points = json_object_get(bonus, "points");
    if (!bonus) {
        return;
    }
    if (json_is_null(points)) {
        snprintf(line, sizeof line, "bonus -/%d: %s", number_of(bonus, "max"),
                 graded_text(bonus, "text"));
    } else {
        snprintf(line, sizeof line, "bonus %d/%d: %s", number_of(bonus, "points"),
                 number_of(bonus, "max"), graded_text(bonus, "text"));
    }
    print_wrapped(stream, line);
}

/* What a GPU answered; that there is none is said once, for all. */
static void print_gpu(FILE *stream, const json_t *gpu)
{
    char line[1500];
    if (json_is_true(json_object_get(gpu, "ran"))) {
        snprintf(line, sizeof line, "on a GPU: %s", graded_text(gpu, "text"));
        print_wrapped(stream, line);
    }
}

static void print_fault(FILE *stream, const json_t *fault, bool colour)
{
    char line[1024];
    print_wrapped(stream, graded_text(fault, "text"));
    if (*graded_text(fault, "means")) {
        print_wrapped(stream, graded_text(fault, "means"));
    }
    if (*graded_text(fault, "where")) {
        snprintf(line, sizeof line, "%s: expected %s, got %s", graded_text(fault, "where"),
                 graded_text(fault, "expected"), graded_text(fault, "got"));
        print_wrapped(stream, line);
    }
    if (*graded_text(fault, "case")) {
        snprintf(line, sizeof line, "in the case: %s", graded_text(fault, "case"));
        print_wrapped(stream, line);
    }
    if (*graded_text(fault, "file") && number_of(fault, "line") > 0) {
        fprintf(stream, "%*s%s:%d\n", indent, "", graded_text(fault, "file"),
                number_of(fault, "line"));
    } else if (*graded_text(fault, "file")) {
        fprintf(stream, "%*s%s\n", indent, "", graded_text(fault, "file"));
    }
    if (*graded_text(fault, "question")) {
        print_wrapped(stream, graded_text(fault, "says"));
        fprintf(stream, "%s", colour ? "\033[1m" : "");
        print_wrapped(stream, graded_text(fault, "question"));
        fprintf(stream, "%s", colour ? "\033[0m" : "");
    }
    const json_t *const commands = json_object_get(fault, "commands");
    if (json_array_size(commands) == 2) {
        fprintf(stream, "%*ssee it: %s   step through it: %s\n", indent, "",
                json_string_value(json_array_get(commands, 0)),
                json_string_value(json_array_get(commands, 1)));
    }
}

static void print_exercise(FILE *stream, const json_t *exercise, struct table_style style)
{
    char points[24];
    if (json_is_null(json_object_get(exercise, "points"))) {
        snprintf(points, sizeof points, "-/%d", number_of(exercise, "max"));
    } else {
        snprintf(points, sizeof points, "%d/%d", number_of(exercise, "points"),
                 number_of(exercise, "max"));
    }
    fprintf(stream, "  %-5s %6s  ", graded_text(exercise, "id"), points);
    print_state(stream, exercise, style.colour);
    fprintf(stream, "  %s\n", graded_text(exercise, "title"));
    print_parts(stream, exercise);
    print_bonus(stream, json_object_get(exercise, "bonus"));
    print_gpu(stream, json_object_get(exercise, "gpu"));
    size_t index;
    json_t *fault;
    json_array_foreach(json_object_get(exercise, "faults"), index, fault)
    {
        if (index > 0) {
            fputc('\n', stream);
        }
        print_fault(stream, fault, style.colour);
    }
    if (json_array_size(json_object_get(exercise, "faults")) > 0) {
        fputc('\n', stream);
    }
}

/* The first exercise that is not passed and does not wait: that is what to do next. */
static void print_next(FILE *stream, const json_t *lab)
{
    size_t index;
    json_t *exercise;
    bool all_passed = true;
    json_array_foreach(json_object_get(lab, "exercises"), index, exercise)
    {
        const char *const state = graded_text(exercise, "state");
        if (strcmp(state, "passed") == 0) {
            continue;
        }
        all_passed = false;
        if (strcmp(state, "waits") != 0 && strcmp(state, "grader error") != 0) {
            fprintf(stream, "  Next: %s, %s, in %s\n", graded_text(exercise, "id"),
                    graded_text(exercise, "title"), graded_text(exercise, "file"));
            return;
        }
    }
    if (all_passed) {
        fprintf(stream, "  Every exercise has passed.\n");
    }
}

void table_print(FILE *stream, const json_t *lab, struct table_style style)
{
    size_t index;
    json_t *exercise;
    const char *const unchecked = graded_memory_unchecked(lab, style.only);
    const char *const no_gpu = graded_no_gpu(lab, style.only);
    fprintf(stream, "\nLab %s, %s\n\n", graded_text(lab, "lab"), graded_text(lab, "title"));
    json_array_foreach(json_object_get(lab, "exercises"), index, exercise)
    {
        if (!style.only || strcmp(style.only, graded_text(exercise, "id")) == 0) {
            print_exercise(stream, exercise, style);
        }
    }
    if (!style.only) { /* one exercise alone says nothing of the others, judged some time ago */
        fprintf(stream, "\n  Lab %s: %d/%d", graded_text(lab, "lab"), number_of(lab, "score"),
                number_of(lab, "max"));
        if (number_of(lab, "bonus_max") > 0) {
            fprintf(stream, ", and a bonus of %d/%d", number_of(lab, "bonus"),
                    number_of(lab, "bonus_max"));
        }
        fprintf(stream, "%s\n",
                json_object_get(lab, "incomplete") ? " (incomplete: a check could not be run)"
                                                   : "");
    }
    if (*unchecked) {
        fprintf(stream, "%s  Memory was not checked, points stand: %s.\n", style.only ? "\n" : "",
                unchecked);
    }
    if (*no_gpu) {
        fprintf(stream, "%s  No GPU here (costs no points): %s.\n", style.only ? "\n" : "", no_gpu);
    }
    if (!style.only) {
        print_next(stream, lab);
    }
    fputc('\n', stream);
}
