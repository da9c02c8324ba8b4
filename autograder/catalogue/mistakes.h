/* catalogue/mistakes.h: the mistakes that students really make, as values.
 *
 * autograder/mistakes/labNN.txt holds them, in the order of the exercises:
 *
 *     mistake 1.6 dw-lacks-x
 *     says dw lacks the factor x.
 *     asks Which samples touch this parameter?
 *     old
 *                     dw[o * in + j] += above * x[i * in + j];
 *     new
 *                     dw[o * in + j] += above;
 *     end
 *
 * A line `outside` behind `asks` is for what reads or writes outside of its arrays: what follows is chance, and
 * only the first finding is compared with a student's. `old` is text of the exercise's file in reference/, whole lines that stand there exactly once;
 * several old/new pairs are allowed; none when only the question is to be known, as in a handout. Lines that start with # are remarks.
 */
#ifndef DESCENT_CATALOGUE_MISTAKES_H
#define DESCENT_CATALOGUE_MISTAKES_H

#include "base/message.h"

#include <stdbool.h>
#include <stddef.h>

enum { mistake_max_edits = 4, mistakes_max = 256 };

struct edit {
    char *old_text, *new_text; /* whole lines, newlines included */
};

struct mistake {
    char exercise[8];
    char name[48];
    char says[200];
    char asks[200];
    bool outside; /* of its arrays */
    size_t edits;
    struct edit edit[mistake_max_edits];
};

struct mistakes {
    size_t count;
    struct mistake mistake[mistakes_max];
};

/* Reads a catalogue. Free it with mistakes_free. Returns NULL and says `path:line: why` when it is
 * malformed; a missing file is an empty catalogue. */
struct mistakes *mistakes_read(const char *path, struct message *why);
void mistakes_free(struct mistakes *mistakes);

/* The mistake of this name in this exercise, or NULL. */
const struct mistake *mistakes_find(const struct mistakes *mistakes, const char *exercise,
                                    const char *name);

/* The file's text with the mistake's edits made, to be freed; NULL and why when an old text does not
 * stand there exactly once. */
char *mistake_apply(const struct mistake *mistake, const char *text, struct message *why);

#endif
