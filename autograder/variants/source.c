#define _GNU_SOURCE
#include "variants/source.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool in_name(char letter)
{
    return isalnum((unsigned char)letter) || letter == '_';
}

/* The last letter of the comment that starts at `at`; `at` when none does or it does not end. */
static const char *skip_comment(const char *at)
{
    const char *const end = strncmp(at, "/*", 2) == 0 ? strstr(at + 2, "*/") : NULL;
    return end ? end + 1 : at;
}

/* Where a function's head ends: the first of `;` and `{` outside of comments. */
static const char *head_end(const char *at)
{
    for (at = skip_comment(at); *at != '\0' && *at != ';' && *at != '{'; at = skip_comment(at)) {
        at++;
    }
    return at;
}

/* True when `name(` stands at `at` as a whole word on a line that starts in the first column. */
static bool is_definition(const char *text, const char *at, size_t name_length)
{
    if (at[name_length] != '(' || (at > text && in_name(at[-1]))) {
        return false;
    }
    const char *line = at;
    while (line > text && line[-1] != '\n') {
        line--;
    }
    return line < at && (isalpha((unsigned char)*line) || *line == '_') && *head_end(at) == '{';
}

/* The bracket that closes the one at `open`; `open` itself when none does. */
static const char *skip_brackets(const char *open)
{
    size_t depth = 0;
    for (const char *at = open; *at; at++) {
        at = skip_comment(at);
        depth += *at == '(';
        depth -= *at == ')';
        if (depth == 0) {
            return at;
        }
    }
    return open;
}

/* Copies the name of each parameter between the brackets: the last word before "," or ")", with
 * comments left out. A function's own parameters are: `void (*multiply)(size_t n)` is multiply. */
static int read_arguments(const char *list, struct function *function, struct message *why)
{
    char word[128] = "";
    size_t length = 0, used = 0;
    for (const char *at = list; *at; at++) {
        at = skip_comment(at);
        if (*at == '(' && at[1] == '*') {
            length = 0; /* a pointer to a function: its name stands in brackets of its own */
            for (at += 2; in_name(*at); at++) {
                if (length + 1 < sizeof word) {
                    word[length++] = *at;
                    word[length] = '\0';
                }
            }
        } else if (*at == '(') {
            at = skip_brackets(at);
        } else if (in_name(*at)) {
            length = at > list && in_name(at[-1]) ? length : 0;
            if (length + 1 < sizeof word) {
                word[length++] = *at;
                word[length] = '\0';
            }
        } else if (*at == ',' || *at == ')') {
            used += (size_t)snprintf(function->arguments + used, sizeof function->arguments - used,
                                     "%s%s", used > 0 ? ", " : "", word);
            if (used >= sizeof function->arguments) {
                return message_set(why, "the argument list is too long");
            }
            if (*at == ')') {
                return 0;
            }
        }
    }
    return message_set(why, "the argument list does not end");
}

int source_find(const char *text, const char *name, struct function *function, struct message *why)
{
    const size_t length = strlen(name);
    const char *at = text;
    while ((at = strstr(at, name)) && !is_definition(text, at, length)) {
        at++;
    }
    if (!at) {
        return message_set(why, "no definition of %s", name);
    }
    const char *const open = head_end(at) - 1;
    const char *const close = strstr(open, "\n}\n");
    if (strncmp(open, "\n{\n", 3) != 0 || !close) {
        return message_set(why, "the body of %s does not stand between lines { and }", name);
    }
    while (at > text && at[-1] != '\n') {
        at--;
    }
    *function = (struct function){.start = (size_t)(at - text),
                                  .body = (size_t)(open + 3 - text),
                                  .end = (size_t)(close + 1 - text)};
    return read_arguments(strchr(at, '(') + 1, function, why);
}

char *source_with_body(const char *text, const struct function *function, const char *body)
{
    char *result;
    if (asprintf(&result, "%.*s%s%s", (int)function->body, text, body, text + function->end) < 0) {
        panic("source: no memory");
    }
    return result;
}
