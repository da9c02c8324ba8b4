/* A fault as a person reads it: where, the line itself, who, what it means. */
#include "kernels/cuda/emulator/emulator.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { width = 100, indent = 4 };

static void print_thread(FILE *to, const struct emulator_thread *thread)
{
    fprintf(to, "thread (%u,%u,%u) of block (%u,%u,%u)", thread->thread[0], thread->thread[1],
            thread->thread[2], thread->block[0], thread->block[1], thread->block[2]);
}

/* The source's line, when the file can be read. */
static void print_source(FILE *to, const struct emulator_place *place)
{
    char line[512] = "";
    FILE *const file = place->line > 0 ? fopen(place->file, "r") : NULL;
    for (unsigned i = 0; file && i < place->line; i++) {
        if (!fgets(line, sizeof line, file)) {
            line[0] = '\0';
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    line[strcspn(line, "\r\n")] = '\0';
    const char *const text = line + strspn(line, " \t");
    if (*text) {
        fprintf(to, "%*s%u | %s\n", indent, "", place->line, text);
    }
}

/* Words in lines of at most `width` letters. */
static void print_wrapped(FILE *to, const char *text)
{
    size_t column = 0;
    while (*text) {
        const size_t length = strcspn(text, " ");
        if (column > 0 && column + 1 + length > width) {
            fputc('\n', to);
            column = 0;
        }
        column += (size_t)fprintf(to, "%*s%.*s", column == 0 ? indent : 1, "", (int)length, text);
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', to);
}

static void print_other(FILE *to, const struct emulator_fault *fault)
{
    fputs("  the other: ", to);
    if (fault->has_other) {
        print_thread(to, &fault->other);
    } else {
        fputs(fault->kind == fault_race_of_blocks ? "a thread of another block" : "another thread",
              to);
    }
    if (fault->other_place.line > 0) {
        fprintf(to, ", %s:%u", fault->other_place.file, fault->other_place.line);
    }
    fputc('\n', to);
    print_source(to, &fault->other_place);
}

void emulator_print_fault(FILE *to, const struct emulator_fault *fault)
{
    const bool colour = isatty(fileno(to)) && !getenv("NO_COLOR");
    fprintf(to, "%s%s%s", colour ? "\033[1;31m" : "", emulator_fault_name(fault->kind),
            colour ? "\033[0m" : "");
    if (*fault->kernel) {
        fprintf(to, " in %s", fault->kernel);
    }
    if (fault->place.line > 0) {
        fprintf(to, ", %s:%u", fault->place.file, fault->place.line);
    }
    fputc('\n', to);
    print_source(to, &fault->place);
    fputs("  ", to);
    if (*fault->kernel && fault->kind != fault_launch) {
        print_thread(to, &fault->thread);
        fputc(' ', to);
    }
    fprintf(to, "%s\n", fault->what);
    if (fault->has_other || fault->other_place.line > 0) {
        print_other(to, fault);
    }
    print_wrapped(to, fault->means);
}
