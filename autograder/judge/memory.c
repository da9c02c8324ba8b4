#define _GNU_SOURCE
#include "judge/memory.h"

#include "base/file.h"

#include <expat.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The part of the XML that is being read. */
struct frame_seen {
    char function[64], directory[128], file[64];
    int line;
};

enum { max_frames = 12, max_text = 300 };

struct reader {
    struct memory_faults *faults;
    char text[max_text]; /* of the element that is being read */
    size_t length;
    bool auxiliary; /* a second stack: where the block came from */
    char kind[48];
    char leaked[80];
    size_t frames;
    struct frame_seen frame[max_frames];
};

static const struct {
    const char *kind, *words;
} kinds[] = {
    {"InvalidRead", "It reads outside of its arrays"},
    {"InvalidWrite", "It writes outside of its arrays"},
    {"InvalidFree", "It frees what is not to be freed"},
    {"MismatchedFree", "It frees with the wrong function"},
    {"InvalidJump", "It jumps to where there is no code"},
    {"UninitCondition", "It decides by a value that was never written"},
    {"UninitValue", "It uses a value that was never written as an address"},
    {"SyscallParam", "It hands out values that were never written"},
    {"Overlap", "It copies between arrays that overlap"},
    {"Leak_DefinitelyLost", "It allocates memory and never frees it"},
    {"signal", "It crashes"},
};

static const char *kind_in_words(const char *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].kind, kind) == 0) {
            return kinds[i].words;
        }
    }
    return kind;
}

/* "exercise_1_6" is the driver of 1.6: the outermost of that name, for a student may have chosen the
 * same for a function. */
static bool exercise_of(const struct reader *reader, char *exercise, size_t size)
{
    for (size_t i = reader->frames; i-- > 0;) {
        int lab, number;
        if (sscanf(reader->frame[i].function, "exercise_%d_%d", &lab, &number) == 2) {
            snprintf(exercise, size, "%d.%d", lab, number);
            return true;
        }
    }
    return false;
}

/* Where "labs/..." starts in the name of a folder; NULL when it is elsewhere. */
static const char *below_labs(const char *directory)
{
    const char *const inside = strstr(directory, "/labs/");
    return strncmp(directory, "labs/", 5) == 0 ? directory : inside ? inside + 1 : NULL;
}

/* The innermost frame in a file below labs/: the student's. */
static const struct frame_seen *student_frame(const struct reader *reader)
{
    for (size_t i = 0; i < reader->frames; i++) {
        if (below_labs(reader->frame[i].directory)) {
            return &reader->frame[i];
        }
    }
    return NULL;
}

static void add_fault(struct reader *reader)
{
    struct memory_fault fault = {.line = 0};
    if (!exercise_of(reader, fault.exercise, sizeof fault.exercise)) {
        return;
    }
    const struct frame_seen *const at = student_frame(reader);
    snprintf(fault.text, sizeof fault.text, "%s%s%s.", kind_in_words(reader->kind),
             *reader->leaked ? ": " : "", reader->leaked);
    if (at) {
        snprintf(fault.file, sizeof fault.file, "%.60s/%.60s", below_labs(at->directory), at->file);
        fault.line = at->line;
        strcpy(fault.function, at->function);
    }
    for (size_t i = 0; i < reader->faults->count; i++) {
        const struct memory_fault *const seen = &reader->faults->fault[i];
        if (strcmp(seen->exercise, fault.exercise) == 0 &&
            strcmp(seen->function, fault.function) == 0 && strcmp(seen->text, fault.text) == 0) {
            return;
        }
    }
    if (reader->faults->count < max_memory_faults) {
        reader->faults->fault[reader->faults->count++] = fault;
    }
}

static void on_start(void *context, const char *name, const char **attributes)
{
    struct reader *const reader = context;
    (void)attributes;
    reader->length = 0;
    if (strcmp(name, "error") == 0 || strcmp(name, "fatal_signal") == 0) {
        reader->auxiliary = false;
        reader->frames = 0;
        *reader->leaked = '\0';
        strcpy(reader->kind, "signal");
    } else if (strcmp(name, "auxwhat") == 0) {
        reader->auxiliary = true;
    } else if (strcmp(name, "frame") == 0 && !reader->auxiliary && reader->frames < max_frames) {
        reader->frame[reader->frames++] = (struct frame_seen){.line = 0};
    }
}

static void on_text(void *context, const char *text, int length)
{
    struct reader *const reader = context;
    for (int i = 0; i < length && reader->length < max_text - 1; i++) {
        reader->text[reader->length++] = text[i];
    }
}

static void on_end(void *context, const char *name)
{
    struct reader *const reader = context;
    struct frame_seen *const frame =
        reader->frames > 0 && !reader->auxiliary ? &reader->frame[reader->frames - 1] : NULL;
    reader->text[reader->length] = '\0';
    message_make_printable(reader->text);
    if (strcmp(name, "kind") == 0) {
        snprintf(reader->kind, sizeof reader->kind, "%.40s", reader->text);
    } else if (strcmp(name, "leakedbytes") == 0) {
        snprintf(reader->leaked, sizeof reader->leaked, "%.20s bytes", reader->text);
    } else if (frame && strcmp(name, "fn") == 0) {
        snprintf(frame->function, sizeof frame->function, "%.60s", reader->text);
    } else if (frame && strcmp(name, "dir") == 0) {
        snprintf(frame->directory, sizeof frame->directory, "%.120s", reader->text);
    } else if (frame && strcmp(name, "file") == 0) {
        snprintf(frame->file, sizeof frame->file, "%.60s", reader->text);
    } else if (frame && strcmp(name, "line") == 0) {
        frame->line = (int)strtol(reader->text, NULL, 10);
    } else if (strcmp(name, "error") == 0 || strcmp(name, "fatal_signal") == 0) {
        add_fault(reader);
    }
    reader->length = 0;
}

int memory_read(const char *xml_path, struct memory_faults *faults, struct message *why)
{
    enum { largest_xml = 64 * 1024 * 1024 };
    unsigned char *bytes;
    size_t length;
    *faults = (struct memory_faults){0};
    if (file_read(xml_path, largest_xml, &bytes, &length, why) != 0) {
        return -1;
    }
    struct reader reader = {.faults = faults};
    /* a name in the student's object may hold any bytes; here each is a letter */
    XML_Parser parser = XML_ParserCreate("ISO-8859-1");
    XML_SetUserData(parser, &reader);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    const enum XML_Status status = XML_Parse(parser, (const char *)bytes, (int)length, 1);
    /* Valgrind that was killed leaves an unfinished file: what was read counts */
    if (status != XML_STATUS_OK && length < 64) {
        message_set(why, "%s: %s", xml_path, XML_ErrorString(XML_GetErrorCode(parser)));
    }
    XML_ParserFree(parser);
    free(bytes);
    return status != XML_STATUS_OK && length < 64 ? -1 : 0;
}
