#define _GNU_SOURCE
#include "grade/problems.h"

#include "base/file.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { largest = 4 * 1024 * 1024 };

void student_file(const struct lab *lab, const struct exercise *exercise, char *path, size_t size)
{
    snprintf(path, size, "labs/%s/%s", lab->folder, exercise_basename(exercise));
}

json_t *add_fault(struct verdict *verdict, const char *text, const char *file, int line)
{
    json_t *const fault = json_pack("{s:s}", "text", text);
    if (*file) {
        json_object_set_new(fault, "file", json_string(file));
    }
    if (line > 0) {
        json_object_set_new(fault, "line", json_integer(line));
    }
    json_array_append_new(verdict->faults, fault);
    return fault;
}

/* The text of the object's .problem or .log, to be freed; NULL when there is none. */
static char *left_behind(const struct grading *grading, const struct lab *lab,
                         const struct exercise *exercise, const char *ending)
{
    char path[1200];
    unsigned char *bytes;
    size_t length;
    struct message unused;
    const char *const name = exercise_basename(exercise);
    snprintf(path, sizeof path, "%s/double/%s/%.*s.o.%s", grading->build, lab->folder,
             (int)strlen(name) - 2, name, ending);
    return file_read(path, largest, &bytes, &length, &unused) == 0 ? (char *)bytes : NULL;
}

/* "labs/01-linear-sgd/mse.c:12:5: error: expected ';'": the first of them, cut into its parts. */
static void first_error(char *log, char *text, size_t size, int *line)
{
    *line = 0;
    snprintf(text, size, "The compiler gave no reason.");
    for (char *rest = log, *words; (words = strsep(&rest, "\n"));) {
        char *const error = strstr(words, "error: ");
        if (!error) {
            continue;
        }
        char *const colon = strchr(words, ':');
        if (colon && colon < error) {
            *line = (int)strtol(colon + 1, NULL, 10);
        }
        for (char *c = error; *c; c++) { /* gcc's quotes and whatever the file held */
            *c = (unsigned char)*c < 32 || (unsigned char)*c > 126 ? '?' : *c;
        }
        snprintf(text, size, "The file does not compile: %.300s", error + strlen("error: "));
        return;
    }
}

static void does_not_build(struct verdict *verdict)
{
    strcpy(verdict->state, "does not build");
    verdict->judged = true;
}

static void see_compile_error(const struct grading *grading, const struct lab *lab,
                              struct verdict *verdict, const char *file)
{
    char *const log = left_behind(grading, lab, verdict->exercise, "log");
    char text[400] = "The file does not compile.";
    int line = 0;
    if (log) {
        first_error(log, text, sizeof text, &line);
    }
    free(log);
    does_not_build(verdict);
    add_fault(verdict, text, file, line);
}

/* The first function of the exercise that stands in the list, or NULL. */
static const char *missing_function(const struct exercise *exercise, const char *list)
{
    for (size_t i = 0; i < exercise->functions.count; i++) {
        const char *const name = exercise->functions.name[i];
        const char *const at = strstr(list, name);
        if (at && at[-1] == ' ' && isspace((unsigned char)at[strlen(name)])) {
            return name;
        }
    }
    return NULL;
}

void see_problem(const struct grading *grading, const struct lab *lab, struct verdict *verdict)
{
    char *const problem = left_behind(grading, lab, verdict->exercise, "problem");
    char file[256], text[400];
    student_file(lab, verdict->exercise, file, sizeof file);
    if (!problem) {
        return;
    }
    problem[strcspn(problem, "\n")] = ' ';
    const char *const missing = missing_function(verdict->exercise, problem);
    if (strncmp(problem, "compile", 7) == 0) {
        see_compile_error(grading, lab, verdict, file);
    } else if (strncmp(problem, "calls", 5) == 0) {
        snprintf(text, sizeof text,
                 "The file calls%.200s: an exercise may use the C library and what the handout "
                 "names, and must not call another implementation of the answer.",
                 problem + 5);
        does_not_build(verdict);
        add_fault(verdict, text, file, 0);
    } else if (strncmp(problem, "missing", 7) == 0 && missing) {
        snprintf(text, sizeof text,
                 "The file does not define %s: is the name misspelled, or the function static?",
                 missing);
        does_not_build(verdict);
        add_fault(verdict, text, file, 0);
    }
    free(problem);
}

/* True when a definition `name(` starts on this line: in the first column and without a semicolon
 * before the brace. */
static bool defines(const char *line, const char *name)
{
    const size_t length = strcspn(line, "\n");
    const char *const at = memmem(line, length, name, strlen(name));
    if (!at || !isalpha((unsigned char)*line)) {
        return false;
    }
    const char *const behind = at + strlen(name) + strspn(at + strlen(name), " ");
    return *behind == '(' && behind[strcspn(behind, ";{")] == '{';
}

int line_of_function(const struct grading *grading, const struct lab *lab,
                     const struct exercise *exercise)
{
    char path[1200];
    unsigned char *bytes;
    size_t length;
    struct message unused;
    snprintf(path, sizeof path, "%s/%s/%s", grading->student, lab->folder,
             exercise_basename(exercise));
    if (file_read(path, largest, &bytes, &length, &unused) != 0) {
        return 0;
    }
    int line = 1, found = 0;
    for (const char *at = (const char *)bytes; at && found == 0; line++) {
        found = defines(at, exercise->functions.name[0]) ? line : 0;
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    free(bytes);
    return found;
}
