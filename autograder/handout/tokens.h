/* handout/tokens.h: C text as a row of tokens in which names no longer matter, or do.
 *
 * Every identifier becomes one and the same token, or each name one of its own; every number becomes
 * another; keywords and punctuation stay what they are. Comment marks are left out but what stands between them is read like code, and
 * so is the inside of strings: an answer in a comment gives the same tokens as one in a function.
 */
#ifndef DESCENT_HANDOUT_TOKENS_H
#define DESCENT_HANDOUT_TOKENS_H

#include <stddef.h>
#include <stdint.h>

struct tokens {
    size_t count;
    uint32_t *token; /* (count), owned */
};

enum identifiers { names_aside, names_kept };

/* Reads `length` bytes of text. The caller frees the tokens. */
struct tokens tokens_of(const char *text, size_t length, enum identifiers names);
void tokens_free(struct tokens *tokens);

/* The share of the answer's tokens, 0 to 1, that stands in the text in one place: the best match of
 * any stretch of the text with the answer in order, small gaps and changes allowed. 1 for a copy; with
 * names aside about 0.5 for other code of the same language. Both were read with the same `names`. */
double tokens_share(const struct tokens *answer, const struct tokens *text);

#endif
