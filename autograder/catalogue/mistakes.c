#define _GNU_SOURCE
#include "catalogue/mistakes.h"

#include "base/file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { largest_catalogue = 1024 * 1024 };

/* The reader: where it is, and which text the lines now belong to. */
struct reader {
    struct mistakes *mistakes;
    struct mistake *mistake; /* NULL between two */
    char **text;             /* old_text or new_text, NULL outside */
};

static char *join(char *first, const char *second, const char *third)
{
    const size_t length = first ? strlen(first) : 0;
    char *const joined = realloc(first, length + strlen(second) + strlen(third) + 1);
    if (!joined) {
        panic("mistakes: no memory");
    }
    strcpy(stpcpy(joined + length, second), third);
    return joined;
}

/* The rest of the line behind "word ", or NULL when it starts otherwise. */
static const char *behind(const char *line, const char *word)
{
    const size_t length = strlen(word);
    return strncmp(line, word, length) == 0 && line[length] == ' ' ? line + length + 1 : NULL;
}

static int begin_mistake(struct reader *reader, const char *rest, struct message *why)
{
    struct mistakes *const all = reader->mistakes;
    if (reader->mistake || all->count == mistakes_max) {
        return message_set(why, "'end' is missing above, or there are over %d mistakes",
                           mistakes_max);
    }
    reader->mistake = &all->mistake[all->count++];
    if (sscanf(rest, "%7s %47s", reader->mistake->exercise, reader->mistake->name) != 2) {
        return message_set(why, "expected 'mistake EXERCISE NAME'");
    }
    return 0;
}

/* True behind an 'old' that has no 'new' yet. */
static bool lacks_new(const struct reader *reader)
{
    const struct mistake *const mistake = reader->mistake;
    return mistake->edits > 0 && reader->text == &mistake->edit[mistake->edits - 1].old_text;
}

static int begin_edit(struct reader *reader, struct message *why)
{
    struct mistake *const mistake = reader->mistake;
    if (lacks_new(reader)) {
        return message_set(why, "'new' is missing above");
    }
    if (mistake->edits == mistake_max_edits) {
        return message_set(why, "more than %d edits", mistake_max_edits);
    }
    reader->text = &mistake->edit[mistake->edits].old_text;
    mistake->edit[mistake->edits].new_text = join(NULL, "", "");
    mistake->edits++;
    *reader->text = join(NULL, "", "");
    return 0;
}

static int begin_new_text(struct reader *reader, struct message *why)
{
    struct edit *const edit = &reader->mistake->edit[reader->mistake->edits - 1];
    if (*edit->old_text == '\0') {
        return message_set(why, "the text below 'old' is empty");
    }
    reader->text = &edit->new_text;
    return 0;
}

static int read_line(struct reader *reader, const char *line, struct message *why)
{
    struct mistake *const mistake = reader->mistake;
    const char *rest;
    if (mistake && strcmp(line, "old") == 0) {
        return begin_edit(reader, why);
    }
    if (mistake && reader->text && strcmp(line, "new") == 0) {
        return begin_new_text(reader, why);
    }
    if (mistake && strcmp(line, "end") == 0) {
        if (lacks_new(reader) || !*mistake->says || !*mistake->asks) {
            return message_set(why, "a mistake needs 'says', 'asks', and 'new' to each 'old'");
        }
        reader->mistake = NULL;
        reader->text = NULL;
    } else if (reader->text) {
        *reader->text = join(*reader->text, line, "\n");
    } else if ((rest = behind(line, "mistake"))) {
        return begin_mistake(reader, rest, why);
    } else if (mistake && (rest = behind(line, "says"))) {
        snprintf(mistake->says, sizeof mistake->says, "%s", rest);
    } else if (mistake && (rest = behind(line, "asks"))) {
        snprintf(mistake->asks, sizeof mistake->asks, "%s", rest);
    } else if (mistake && strcmp(line, "outside") == 0) {
        mistake->outside = true;
    } else if (*line != '\0' && *line != '#') {
        return message_set(
            why, "expected mistake, says, asks, outside, old, new or end, found '%.60s'", line);
    }
    return 0;
}

struct mistakes *mistakes_read(const char *path, struct message *why)
{
    struct mistakes *const mistakes = calloc(1, sizeof *mistakes);
    if (!mistakes) {
        panic("mistakes: no memory");
    }
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        return mistakes;
    }
    unsigned char *bytes;
    size_t length, number = 0;
    int status = file_read(path, largest_catalogue, &bytes, &length, why);
    struct reader reader = {.mistakes = mistakes};
    for (char *rest = (char *)bytes, *line; status == 0 && (line = strsep(&rest, "\n"));) {
        struct message inner;
        number++;
        if (read_line(&reader, line, &inner) != 0) {
            status = message_set(why, "%s:%zu: %.400s", path, number, inner.text);
        }
    }
    free(bytes);
    if (status == 0 && reader.mistake) {
        status = message_set(why, "%s:%zu: the last mistake lacks its 'end'", path, number);
    }
    if (status != 0) {
        mistakes_free(mistakes);
        return NULL;
    }
    return mistakes;
}

void mistakes_free(struct mistakes *mistakes)
{
    for (size_t i = 0; i < mistakes->count; i++) {
        for (size_t j = 0; j < mistakes->mistake[i].edits; j++) {
            free(mistakes->mistake[i].edit[j].old_text);
            free(mistakes->mistake[i].edit[j].new_text);
        }
    }
    free(mistakes);
}

const struct mistake *mistakes_find(const struct mistakes *mistakes, const char *exercise,
                                    const char *name)
{
    for (size_t i = 0; i < mistakes->count; i++) {
        const struct mistake *const mistake = &mistakes->mistake[i];
        if (strcmp(mistake->exercise, exercise) == 0 && strcmp(mistake->name, name) == 0) {
            return mistake;
        }
    }
    return NULL;
}

/* Where `old` stands in the text as whole lines, when it does so exactly once; else NULL. */
static const char *only_place(const char *text, const char *old)
{
    const char *found = NULL;
    for (const char *at = text; (at = strstr(at, old)); at++) {
        if (at == text || at[-1] == '\n') {
            if (found) {
                return NULL;
            }
            found = at;
        }
    }
    return found;
}

char *mistake_apply(const struct mistake *mistake, const char *text, struct message *why)
{
    if (mistake->edits == 0) {
        message_set(why, "mistake %s %s has no edit", mistake->exercise, mistake->name);
        return NULL;
    }
    char *result = join(NULL, text, "");
    for (size_t i = 0; i < mistake->edits; i++) {
        const struct edit *const edit = &mistake->edit[i];
        const char *const place = only_place(result, edit->old_text);
        if (!place) {
            message_set(why, "mistake %s %s: its old text does not stand exactly once in the file",
                        mistake->exercise, mistake->name);
            free(result);
            return NULL;
        }
        char *head = strndup(result, (size_t)(place - result));
        head = join(head, edit->new_text, place + strlen(edit->old_text));
        free(result);
        result = head;
    }
    return result;
}
