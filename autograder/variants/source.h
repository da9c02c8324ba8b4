/* variants/source.h: edits of C source text by function.
 *
 * It relies on what clang-format guarantees here: a function's definition starts in the first
 * column, its body stands between a line "{" and a line "}".
 */
#ifndef DESCENT_VARIANTS_SOURCE_H
#define DESCENT_VARIANTS_SOURCE_H

#include "base/message.h"

#include <stddef.h>

struct function {
    size_t start;        /* where its definition starts in the text */
    size_t body;         /* behind "{\n" */
    size_t end;          /* before "}\n" */
    char arguments[512]; /* their names, "count, yhat, y" */
};

/* Finds the definition of a function. Returns 0, or -1 and says why. */
int source_find(const char *text, const char *name, struct function *function, struct message *why);

/* The text with the function's body replaced, to be freed. */
char *source_with_body(const char *text, const struct function *function, const char *body);

#endif
