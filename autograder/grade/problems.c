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

/* The text of the object's .problem or .log, to be freed; NULL when there is none. What compilers
 * quote of a student's file may hold any bytes. */
static char *left_behind(const struct grading *grading, const struct lab *lab,
                         const struct exercise *exercise, const char *ending)
{
    char path[1200];
    unsigned char *bytes;
    size_t length;
    struct message unused;
    const char *const name = exercise_basename(exercise);
    snprintf(path, sizeof path, "%s/%s/%s/%.*s.o.%s", grading->build,
             exercise_is_kernel(exercise) ? "emulated" : "double", lab->folder,
             (int)strcspn(name, "."), name, ending);
    return file_read(path, largest, &bytes, &length, &unused) == 0 ? (char *)bytes : NULL;
}

/* "labs/01-linear-sgd/mse.c:12:5: error: expected ';'": the first of them, cut into its parts. */
static void first_error(char *log, char *text, size_t size, int *line)
{
    *line = 0;
    snprintf(text, size, "The compiler gave no reason.");
    for (char *rest = log, *words; (words = strsep(&rest, "\n"));) {
        char *error = strstr(words, "error: ");
        error = error ? error : strstr(words, "Error: "); /* the assembler's */
        if (!error) {
            continue;
        }
        char *const colon = strchr(words, ':');
        if (colon && colon < error) {
            *line = (int)strtol(colon + 1, NULL, 10);
        }
        message_make_printable(error);
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

static bool in_name(char letter)
{
    return isalnum((unsigned char)letter) || letter == '_';
}

/* Where the name stands in the first `length` bytes of the text as a whole word, or NULL. */
static const char *find_word(const char *text, size_t length, const char *name)
{
    const char *const end = text + length;
    const char *at = text;
    while ((at = memmem(at, (size_t)(end - at), name, strlen(name)))) {
        if ((at == text || !in_name(at[-1])) && !in_name(at[strlen(name)])) {
            return at;
        }
        at++;
    }
    return NULL;
}

/* The first function of the exercise that stands in the list, or NULL. */
static const char *missing_function(const struct exercise *exercise, const char *list)
{
    for (size_t i = 0; i < exercise->functions.count; i++) {
        if (find_word(list, strlen(list), exercise->functions.name[i])) {
            return exercise->functions.name[i];
        }
    }
    return NULL;
}

/* Keeps the first line, without the spaces at its end. */
static void cut_line(char *text)
{
    size_t length = strcspn(text, "\n");
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    text[length] = '\0';
}

/* A call of what is not there at all, which the compiler has warned about, is a slip; a call of
 * something else in the kit is not allowed. */
static void see_call(const struct grading *grading, const struct lab *lab, struct verdict *verdict,
                     const char *names)
{
    char *const log = left_behind(grading, lab, verdict->exercise, "log");
    const char *const undeclared = log ? strstr(log, "implicit declaration of function '") : NULL;
    char file[256], text[400];
    int line = 0;
    student_file(lab, verdict->exercise, file, sizeof file);
    if (undeclared) {
        const char *start = undeclared;
        while (start > log && start[-1] != '\n') {
            start--;
        }
        const char *const name = strchr(undeclared, '\'') + 1, *const colon = strchr(start, ':');
        line = colon ? (int)strtol(colon + 1, NULL, 10) : 0;
        snprintf(text, sizeof text,
                 "There is no function %.*s: is its name misspelled, or a header missing?",
                 (int)strcspn(name, "'"), name);
    } else {
        snprintf(text, sizeof text,
                 "The file calls%.200s: an exercise may use the C library and what the handout "
                 "names, and must not call another implementation of the answer.",
                 names);
    }
    free(log);
    message_make_printable(text);
    does_not_build(verdict);
    add_fault(verdict, text, file, line);
}

/* True when "In function 'NAME':" names one of the exercise's functions. */
static bool heads_exercise(const char *line, const struct exercise *exercise)
{
    const char *const quote = strstr(line, "In function '");
    if (!quote) {
        return false;
    }
    for (size_t i = 0; i < exercise->functions.count; i++) {
        const char *const name = exercise->functions.name[i];
        if (find_word(quote, strlen(quote), name)) {
            return true;
        }
    }
    return false;
}

void add_warnings(const struct grading *grading, const struct lab *lab, struct verdict *verdict)
{
    enum { most = 2 };
    char *const log = left_behind(grading, lab, verdict->exercise, "log");
    char file[256], text[400];
    size_t added = 0;
    bool mine = false;
    student_file(lab, verdict->exercise, file, sizeof file);
    for (char *rest = log, *line; log && added < most && (line = strsep(&rest, "\n"));) {
        char *const warning = strstr(line, "warning: ");
        const char *const colon = strchr(line, ':');
        if (strstr(line, "In function '")) {
            mine = heads_exercise(line, verdict->exercise);
        } else if (warning && mine && colon && colon < warning) {
            message_make_printable(warning);
            snprintf(text, sizeof text, "The compiler warned: %.300s",
                     warning + strlen("warning: "));
            add_fault(verdict, text, file, (int)strtol(colon + 1, NULL, 10));
            added++;
        }
    }
    free(log);
}

/* The linker's first complaint, without the path before it. */
static void see_link_error(const struct grading *grading, const struct lab *lab,
                           struct verdict *verdict, const char *file)
{
    char *const log = left_behind(grading, lab, verdict->exercise, "log");
    char *const cause = log ? strstr(log, "undefined reference") : NULL;
    char text[400] = "The file cannot be linked.";
    if (cause) {
        cut_line(cause);
        message_make_printable(cause);
        snprintf(text, sizeof text, "The file cannot be linked: %.300s", cause);
    }
    free(log);
    does_not_build(verdict);
    add_fault(verdict, text, file, 0);
}

/* Code that would run in every exercise, and data that would leave no room for any. */
static void see_unusable(struct verdict *verdict, const char *problem, const char *file)
{
    char text[400] = "The file's static arrays are larger than 16 MiB.";
    if (strncmp(problem, "runs ", 5) == 0) {
        snprintf(
            text, sizeof text,
            "The file holds code that would run by itself (%.100s): of an exercise's file only "
            "the functions are called, and nothing else may run.",
            problem + 5);
    }
    does_not_build(verdict);
    add_fault(verdict, text, file, 0);
}

void see_problem(const struct grading *grading, const struct lab *lab, struct verdict *verdict)
{
    char *const problem = left_behind(grading, lab, verdict->exercise, "problem");
    char file[256], text[400];
    student_file(lab, verdict->exercise, file, sizeof file);
    if (!problem) {
        return;
    }
    cut_line(problem);
    message_make_printable(problem);
    const char *const missing = missing_function(verdict->exercise, problem);
    if (strncmp(problem, "compile", 7) == 0) {
        see_compile_error(grading, lab, verdict, file);
    } else if (strncmp(problem, "link", 4) == 0) {
        see_link_error(grading, lab, verdict, file);
    } else if (strncmp(problem, "runs", 4) == 0 || strncmp(problem, "large", 5) == 0) {
        see_unusable(verdict, problem, file);
    } else if (strncmp(problem, "calls", 5) == 0) {
        see_call(grading, lab, verdict, problem + 5);
    } else if (strncmp(problem, "missing", 7) == 0 && missing) {
        snprintf(text, sizeof text,
                 "The file does not define %s: is the name misspelled, or the function static?",
                 missing);
        does_not_build(verdict);
        add_fault(verdict, text, file, 0);
    }
    free(problem);
}

bool defines_function(const char *line, const char *name)
{
    const char *const at = find_word(line, strcspn(line, "\n"), name);
    if (!at || !(isalpha((unsigned char)*line) || *line == '_')) {
        return false;
    }
    const char *const behind = at + strlen(name) + strspn(at + strlen(name), " ");
    return *behind == '(' && behind[strcspn(behind, ";{")] == '{';
}

int line_of_function(const struct grading *grading, const struct lab *lab,
                     const struct exercise *exercise, const char *function)
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
        found = defines_function(at, function) ? line : 0;
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    free(bytes);
    return found;
}
