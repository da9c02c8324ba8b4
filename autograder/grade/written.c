#define _GNU_SOURCE
#include "grade/written.h"

#include "base/file.h"
#include "grade/problems.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* The text of the student's file or of its starter, to be freed; NULL when it is not there. */
static char *text_of_file(const char *folder, const struct lab *lab,
                          const struct exercise *exercise)
{
    char path[1200];
    unsigned char *text;
    size_t length;
    struct message unused;
    snprintf(path, sizeof path, "%s/%s/%s", folder, lab->folder, exercise_basename(exercise));
    return file_read(path, largest_source, &text, &length, &unused) == 0 ? (char *)text : NULL;
}

/* How many TODOs of the exercise stand in the text; *line is where the first one does. */
static size_t count_todos(const char *text, const struct exercise *exercise, int *line)
{
    char todo[32];
    size_t count = 0;
    int number = 1;
    snprintf(todo, sizeof todo, "TODO(\"%s\"", exercise->id);
    for (const char *at = text; *at; at++) {
        if (strncmp(at, todo, strlen(todo)) == 0) {
            *line = count == 0 ? number : *line;
            count++;
        }
        number += *at == '\n' ? 1 : 0;
    }
    return count;
}

int written_todo(const struct grading *grading, const struct lab *lab,
                 const struct exercise *exercise)
{
    char *const text = text_of_file(grading->student, lab, exercise);
    int line = 0;
    if (!text) {
        return -1;
    }
    count_todos(text, exercise, &line);
    free(text);
    return line;
}

/* Lines of the function's body, up to the brace in the first column, that are neither blank nor a
 * comment nor the TODO. */
static size_t lines_of_code(const char *text, const char *function)
{
    size_t lines = 0;
    bool defined = false, inside = false;
    for (const char *line = text; line && *line;) {
        const size_t length = strcspn(line, "\n"), blank = strspn(line, " \t");
        const char first = line[blank];
        if (inside && *line == '}') {
            break;
        }
        if (inside && blank < length && first != '/' && first != '*' &&
            strncmp(line + blank, "TODO(", 5) != 0) {
            lines++;
        }
        defined = defined || defines_function(line, function);
        inside = inside || (defined && memchr(line, '{', length));
        line = line[length] ? line + length + 1 : NULL;
    }
    return lines;
}

void written_add_todo_faults(const struct grading *grading, const struct lab *lab,
                             struct verdict *verdict)
{
    const struct exercise *const exercise = verdict->exercise;
    char *const text = text_of_file(grading->student, lab, exercise);
    int line = 0;
    char file[256], words[300];
    size_t code = 0;
    if (!text) {
        return;
    }
    const size_t todos = count_todos(text, exercise, &line);
    for (size_t i = 0; i < exercise->functions.count; i++) {
        code += lines_of_code(text, exercise->functions.name[i]);
    }
    student_file(lab, exercise, file, sizeof file);
    if (todos > 0 && code > 0 && todos < exercise->functions.count) {
        snprintf(words, sizeof words,
                 "One of its functions is written; a TODO still stands in line %d.", line);
        add_fault(verdict, words, file, line);
    } else if (todos > 0 && code > 0) {
        snprintf(words, sizeof words,
                 "The TODO still stands in line %d, beside what you wrote: delete that line.",
                 line);
        add_fault(verdict, words, file, line);
    }
    free(text);
}
