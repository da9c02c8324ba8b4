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
    uint16_t *token; /* (count), owned; 0 is none */
};

enum identifiers { names_aside, names_kept };

/* Reads `length` bytes of text. The caller frees the tokens. */
struct tokens tokens_of(const char *text, size_t length, enum identifiers names);
void tokens_free(struct tokens *tokens);

/* Answers that are looked for side by side, which takes hardly longer than one. */
enum { answers_at_once = 16 };

/* The share of each answer's tokens, 0 to 1, that stands in the text in one place: the best match of
 * any stretch of the text with the answer in order, small gaps and changes allowed. 1 for a copy; with
 * names aside about 0.5 for other code of the same language. All were read with the same `names`, and
 * no answer has more than 32767 tokens. */
void tokens_shares(size_t count,
                   const struct tokens *const *answer /* (count <= answers_at_once) */,
                   const struct tokens *text, double *share /* (count) */);

#endif
