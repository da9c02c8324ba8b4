#include "data/csv.h"

#include "base/file.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { largest_file = 256 * 1024 * 1024 }; /* bytes */

struct reader {
    const char *path;
    size_t line; /* 1 .. */
    struct message *why;
};

/* Cuts white space off both ends, in place. */
static char *trim(char *text)
{
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    text[length] = '\0';
    return text;
}

/* The next field of *rest up to a comma, or NULL when the line is used up. */
static char *next_field(char **rest)
{
    char *const field = *rest;
    if (!field) {
        return NULL;
    }
    char *const comma = strchr(field, ',');
    *rest = comma ? comma + 1 : NULL;
    if (comma) {
        *comma = '\0';
    }
    return trim(field);
}

static int read_header(struct reader *at, char *line, struct csv *csv)
{
    char *field;
    while ((field = next_field(&line))) {
        if (csv->columns == csv_max_columns) {
            return message_set(at->why, "%s:%zu: more than %d columns", at->path, at->line,
                               csv_max_columns);
        }
        if (*field == '\0') {
            return message_set(at->why, "%s:%zu: column %zu has no name", at->path, at->line,
                               csv->columns + 1);
        }
        strncpy(csv->name[csv->columns], field, csv_max_name - 1);
        csv->columns++;
    }
    return 0;
}

static int read_row(struct reader *at, char *line, const struct csv *csv, real *row)
{
    char *field;
    size_t fields = 0;
    while ((field = next_field(&line))) {
        if (fields < csv->columns) {
            char *end;
            const double value = strtod(field, &end);
            if (end == field || *end != '\0' || !isfinite((real)value)) {
                return message_set(at->why, "%s:%zu: column %s: expected a number, found '%.40s'",
                                   at->path, at->line, csv->name[fields], field);
            }
            row[fields] = (real)value;
        }
        fields++;
    }
    if (fields != csv->columns) {
        return message_set(at->why, "%s:%zu: expected %zu fields as in the header, found %zu",
                           at->path, at->line, csv->columns, fields);
    }
    return 0;
}

/* Cuts the text into lines, in place. Returns how many, without empty ones at the end. */
static size_t split_lines(char *text, char **line, size_t limit)
{
    size_t lines = 0, used = 0;
    for (char *rest = text; rest && lines < limit;) {
        char *const newline = strchr(rest, '\n');
        if (newline) {
            *newline = '\0';
        }
        line[lines] = trim(rest);
        lines++;
        if (*line[lines - 1] != '\0') {
            used = lines;
        }
        rest = newline ? newline + 1 : NULL;
    }
    return used;
}

static int read_lines(struct reader *at, char **line, size_t lines, struct arena *arena,
                      struct csv *csv)
{
    if (lines == 0) {
        return message_set(at->why, "%s: empty, expected a header line and rows of numbers",
                           at->path);
    }
    at->line = 1;
    if (read_header(at, line[0], csv) != 0) {
        return -1;
    }
    if (lines == 1) {
        return message_set(at->why, "%s:1: a header line but no rows below it", at->path);
    }
    csv->rows = lines - 1;
    if (!arena_fits(arena, csv->rows * csv->columns * sizeof(real))) {
        return message_set(at->why, "%s: %zu rows of %zu do not fit into memory", at->path,
                           csv->rows, csv->columns);
    }
    csv->value = arena_reals(arena, csv->rows * csv->columns);
    for (size_t row = 0; row < csv->rows; row++) {
        at->line = row + 2;
        if (read_row(at, line[row + 1], csv, csv->value + row * csv->columns) != 0) {
            return -1;
        }
    }
    return 0;
}

/* Bytes of the mark that some spreadsheets put before UTF-8, 0 without. */
static size_t byte_order_mark(const char *text)
{
    return strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

int csv_decode(const char *path, char *text, size_t length, struct arena *arena, struct csv *csv,
               struct message *why)
{
    *csv = (struct csv){0};
    if (memchr(text, 0, length)) {
        return message_set(why, "%s: not a text file: it holds a zero byte", path);
    }
    text += byte_order_mark(text);
    size_t newlines = 0;
    for (const char *c = text; (c = strchr(c, '\n')); c++) {
        newlines++;
    }
    char **const line = malloc((newlines + 1) * sizeof *line);
    if (!line) {
        return message_set(why, "%s: no memory for its %zu lines", path, newlines + 1);
    }
    struct reader at = {path, 0, why};
    const int status = read_lines(&at, line, split_lines(text, line, newlines + 1), arena, csv);
    free(line);
    return status;
}

int csv_read(const char *path, struct arena *arena, struct csv *csv, struct message *why)
{
    *csv = (struct csv){0};
    unsigned char *bytes;
    size_t length;
    if (file_read(path, largest_file, &bytes, &length, why) != 0) {
        return -1;
    }
    const int status = csv_decode(path, (char *)bytes, length, arena, csv, why);
    free(bytes);
    return status;
}
