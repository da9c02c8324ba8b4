/* Runs a lab's sections. The header says what for. */
#define _GNU_SOURCE /* memmem, strverscmp */
#include "common/section.h"

#include "base/file.h"
#include "base/message.h"
#include "base/todo.h"
#include "common/crash.h"
#include "common/lab_output.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum outcome { ran = 1, not_written, stopped, passed };

/* todo_reached is called by a student's function, which knows nothing of the program: what leads
 * back to the section is the one thing here that is kept in a global. */
static struct {
    jmp_buf *leave;      /* the way out of what is running; NULL outside of any section */
    struct todo missing; /* the exercise that ended it */
    char reason[256];    /* why it stopped */
} running;

/* What the whole run comes to. */
struct tally {
    size_t sections, ran, stopped;
    struct todo next; /* the first exercise that is missing; exercise is NULL when none is */
    char
        *missing; /* the lines of missing.tsv: written at the end, as a crash leaves no half file */
    size_t length;
    FILE *lines;
};

/* --- leaving a section ------------------------------------------------------------------------ */

void todo_reached(struct todo place, ...)
{
    if (!running.leave) {
        panic("exercise %s is called outside of any section, in %s:%d", place.exercise, place.file,
              place.line);
    }
    running.missing = place;
    longjmp(*running.leave, not_written);
}

void section_stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(running.reason, sizeof running.reason, format, arguments);
    va_end(arguments);
    if (!running.leave) {
        panic("%s", running.reason);
    }
    longjmp(*running.leave, stopped);
}

void section_pass(void)
{
    if (!running.leave) {
        panic("nothing is shown, outside of any section");
    }
    longjmp(*running.leave, passed);
}

bool section_has(void (*run)(void *context), void *context)
{
    jmp_buf *const outer = running.leave;
    jmp_buf here;
    const int left = setjmp(here);
    if (left == 0) {
        running.leave = &here;
        run(context);
    }
    running.leave = outer;
    if (left != 0 && left != not_written) {
        longjmp(*outer, left);
    }
    return left == 0;
}

/* --- a section's traces ----------------------------------------------------------------------- */

/* Writes "contour-quiz.dat" for "contour-SET.dat" of `length` bytes and the set "quiz". */
static void name_trace(char *name, size_t size, const char *pattern, size_t length, const char *set)
{
    const char *const place = memmem(pattern, length, "SET", 3);
    if (!place) {
        snprintf(name, size, "%.*s", (int)length, pattern);
        return;
    }
    const size_t before = (size_t)(place - pattern);
    snprintf(name, size, "%.*s%s%.*s", (int)before, pattern, set, (int)(length - before - 3),
             place + 3);
}

/* Calls `visit` with the name of each file that the section writes. */
static void for_each_trace(const struct program *program, const struct section *section,
                           void (*visit)(const struct program *, const char *name, void *),
                           void *argument)
{
    const char *pattern = section->traces;
    while (*pattern != '\0') {
        const size_t length = strcspn(pattern, " ");
        const bool by_set = memmem(pattern, length, "SET", 3) != NULL;
        for (size_t i = 0; i < (by_set ? program->sets : 1); i++) {
            char name[256];
            name_trace(name, sizeof name, pattern, length, by_set ? program->set[i] : "");
            visit(program, name, argument);
        }
        pattern += length + strspn(pattern + length, " ");
    }
}

static void remove_trace(const struct program *program, const char *name, void *argument)
{
    (void)argument;
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", program->out, name);
    if (unlink(path) != 0 && errno != ENOENT) {
        struct message why;
        lab_require(message_set(&why, "%s: cannot be removed: %s", path, strerror(errno)), &why);
    }
}

/* A line of missing.tsv: the file, a tab, why it is not there. */
static void note_missing(const struct program *program, const char *name, void *argument)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", program->out, name);
    if (access(path, F_OK) != 0) {
        const struct tally *const tally = argument;
        fprintf(tally->lines, "%s\t%s\n", name, running.reason);
    }
}

/* --- running ---------------------------------------------------------------------------------- */

static enum outcome run_section(const struct program *program, const struct section *section)
{
    enum outcome outcome = ran;
    jmp_buf leave;
    switch (setjmp(leave)) {
    case 0:
        running.leave = &leave;
        section->run(program->context);
        break;
    case not_written:
        outcome = not_written;
        break;
    case passed:
        outcome = passed;
        break;
    default:
        outcome = stopped;
    }
    running.leave = NULL;
    return outcome;
}

static void say_not_written(const struct section *section)
{
    const struct todo *const missing = &running.missing;
    printf("     not written yet: exercise %s, %s, %s:%d\n", missing->exercise, missing->function,
           missing->file, missing->line);
    printf("     once it is, this section will %s\n", section->shows);
    snprintf(running.reason, sizeof running.reason, "exercise %s, %s, %s:%d, is not written yet",
             missing->exercise, missing->function, missing->file, missing->line);
}

static void count_missing(struct tally *tally)
{
    const char *const first = tally->next.exercise;
    if (!first || strverscmp(running.missing.exercise, first) < 0) {
        tally->next = running.missing;
    }
}

static void visit_section(const struct program *program, const struct section *section,
                          struct tally *tally)
{
    const bool bold = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    printf("\n%s%-4s %s%s\n", bold ? "\033[1m" : "", section->exercise, section->title,
           bold ? "\033[0m" : "");
    for_each_trace(program, section, remove_trace, NULL);
    if (program->before) {
        program->before(program->context);
    }
    crash_in_section(section->exercise, section->title);
    const enum outcome outcome = run_section(program, section);
    crash_in_section(NULL, NULL);

    tally->sections += outcome != passed;
    tally->ran += outcome == ran;
    tally->stopped += outcome == stopped;
    if (outcome != ran && outcome != passed && isatty(STDOUT_FILENO)) {
        fputs("\r\033[K", stdout); /* a progress bar may stand there */
    }
    if (outcome == not_written) {
        say_not_written(section);
        count_missing(tally);
    } else if (outcome == stopped) {
        printf("     stopped: %s\n", running.reason);
    }
    if (outcome != ran && outcome != passed) {
        for_each_trace(program, section, note_missing, tally);
    }
}

static void say_summary(const struct program *program, const struct tally *tally)
{
    char of[64] = "";
    if (program->only) {
        snprintf(of, sizeof of, " of %s", program->only);
    }
    if (tally->ran == tally->sections) {
        printf("\n%s%s ran. Next: `make grade` checks what a picture cannot show.\n",
               tally->sections == 1 ? "The section" : "All sections", of);
        return;
    }
    printf("\n%zu of %zu sections%s ran", tally->ran, tally->sections, of);
    if (tally->next.exercise) {
        printf("; next: exercise %s, %s, in %s; then `make lab%s grade`.\n", tally->next.exercise,
               tally->next.function, tally->next.file, program->lab);
    } else {
        printf(", %zu stopped (the reasons stand above); next: `make grade`.\n", tally->stopped);
    }
}

bool program_has(const struct program *program, const char *exercise)
{
    for (size_t i = 0; i < program->count; i++) {
        if (strcmp(program->section[i].exercise, exercise) == 0) {
            return true;
        }
    }
    return false;
}

static void write_missing(const struct program *program, struct tally *tally)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/missing.tsv", program->out);
    struct file_writer writer;
    struct message why;
    fclose(tally->lines);
    lab_require(file_begin(&writer, path, &why), &why);
    fwrite(tally->missing, 1, tally->length, writer.stream);
    lab_require(file_finish(&writer, &why), &why);
    free(tally->missing);
}

void program_run(const struct program *program)
{
    struct tally tally = {0};
    tally.lines = open_memstream(&tally.missing, &tally.length);
    if (!tally.lines) {
        panic("no memory to begin with");
    }
    if (program->only) {
        fprintf(tally.lines, "# only %s\n", program->only); /* the others were not asked to write */
    }
    remove_trace(program, "missing.tsv", NULL);

    setvbuf(stdout, NULL, _IOLBF, 0); /* a crash loses no line */
    crash_watch(program->lab);
    for (size_t i = 0; i < program->count; i++) {
        const struct section *const section = &program->section[i];
        if (!program->only || strcmp(program->only, section->exercise) == 0) {
            visit_section(program, section, &tally);
        }
    }
    write_missing(program, &tally);
    say_summary(program, &tally);
}
