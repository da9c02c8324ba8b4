#include "handout/tokens.h"

#include "base/message.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *const keywords[] = {"for",    "while", "if",    "else",     "return", "do",
                                       "switch", "case",  "break", "continue", "sizeof", NULL};

/* Names of types and words that may be put in or left out without changing what code does. */
static const char *const noise[] = {"const",  "real",     "size_t", "double", "float", "int",
                                    "static", "unsigned", "long",   "struct", "void",  NULL};

enum { name_token = 1, number_token = 2, first_keyword = 3 };

static int place_in(const char *const *list, const char *word, size_t length)
{
    for (int i = 0; list[i]; i++) {
        if (strlen(list[i]) == length && memcmp(list[i], word, length) == 0) {
            return i;
        }
    }
    return -1;
}

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static void append(struct tokens *tokens, uint16_t token)
{
    tokens->token[tokens->count++] = token;
}

/* FNV-1a, 32 bits folded to 15, apart from the tokens that are no names. */
static uint16_t token_of_name(const char *word, size_t length)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)word[i]) * 16777619U;
    }
    return (uint16_t)((hash >> 16 ^ hash) | 1U << 15);
}

static void append_word(struct tokens *tokens, const char *word, size_t length,
                        enum identifiers names)
{
    const int keyword = place_in(keywords, word, length);
    if (isdigit((unsigned char)*word)) {
        append(tokens, number_token);
    } else if (keyword >= 0) {
        append(tokens, (uint16_t)(first_keyword + keyword));
    } else if (place_in(noise, word, length) < 0) {
        append(tokens, names == names_kept ? token_of_name(word, length) : name_token);
    }
}

struct tokens tokens_of(const char *text, size_t length, enum identifiers names)
{
    struct tokens tokens = {0, malloc((length + 1) * sizeof *tokens.token)};
    if (!tokens.token) {
        panic("tokens: no memory for %zu bytes of text", length);
    }
    for (size_t i = 0; i < length;) {
        size_t end = i + 1;
        if (in_word(text[i])) {
            while (end < length && in_word(text[end])) {
                end++;
            }
            append_word(&tokens, text + i, end - i, names);
        } else if (i + 1 < length &&
                   (memcmp(text + i, "/*", 2) == 0 || memcmp(text + i, "*/", 2) == 0 ||
                    memcmp(text + i, "//", 2) == 0)) {
            end = i + 2;
        } else if (strchr("+-*/%=<>!&|^~[].?",
                          text[i])) { /* what computes; no brackets, no commas */
            append(&tokens, (uint16_t)(256 + (unsigned char)text[i]));
        }
        i = end;
    }
    return tokens;
}

void tokens_free(struct tokens *tokens)
{
    free(tokens->token);
    *tokens = (struct tokens){0, NULL};
}

/* One number for each of the answers that are looked for side by side: a vector of gcc's and clang's,
 * whose comparisons give -1 (all bits) where they hold and 0 elsewhere. */
typedef int16_t lanes __attribute__((vector_size(answers_at_once * sizeof(int16_t))));

/* The answers' tokens, place by place; 0, which is in no text, behind the end of the shorter ones. */
static lanes *interleave(size_t count, const struct tokens *const *answer, size_t longest)
{
    lanes *const at = aligned_alloc(sizeof *at, (longest + 1) * sizeof *at);
    for (size_t j = 0; at && j <= longest; j++) {
        for (size_t a = 0; a < answers_at_once; a++) {
            const bool is_there = a < count && j < answer[a]->count;
            at[j][a] = is_there ? (int16_t)answer[a]->token[j] : 0;
        }
    }
    return at;
}

/* a = the larger of a and b, lane by lane. (Passing vectors by value would depend on the processor.) */
static inline __attribute__((always_inline)) void keep_larger(lanes *a, const lanes *b)
{
    const lanes first = *a > *b;
    *a = (*a & first) | (*b & ~first);
}

/* The widest registers of x86-64 that most processors have hold all lanes; elsewhere two or more do. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define FOR_WIDE_REGISTERS __attribute__((target_clones("avx2", "default")))
#else
#define FOR_WIDE_REGISTERS
#endif

/* Local alignment (T. F. Smith, M. S. Waterman, "Identification of common molecular subsequences",
 * 1981): a common token scores 1, a gap or a change costs 1. */
FOR_WIDE_REGISTERS
void tokens_shares(size_t count, const struct tokens *const *answer, const struct tokens *text,
                   double *share)
{
    size_t longest = 0;
    for (size_t a = 0; a < count; a++) {
        longest = answer[a]->count > longest ? answer[a]->count : longest;
    }
    lanes *const at = interleave(count, answer, longest);
    lanes *const row = aligned_alloc(sizeof *row, (longest + 1) * sizeof *row);
    const lanes none = {0};
    lanes best = none;
    if (!at || !row) {
        panic("tokens: no memory for %zu tokens", longest);
    }
    memset(row, 0, (longest + 1) * sizeof *row);
    for (size_t i = 0; i < text->count; i++) {
        lanes diagonal = none, left = none;
        for (size_t j = 0; j < longest; j++) { /* row[j + 1]: the best alignment that ends here */
            const lanes same = at[j] == (int16_t)text->token[i];
            const lanes match = diagonal - 2 * same - 1; /* 1 where they are the same, else -1 */
            keep_larger(&left, &row[j + 1]);
            left -= 1; /* with a gap */
            diagonal = row[j + 1];
            keep_larger(&left, &match);
            keep_larger(&left, &none);
            row[j + 1] = left;
            keep_larger(&best, &left);
        }
    }
    for (size_t a = 0; a < count; a++) {
        share[a] = answer[a]->count > 0 ? (double)best[a] / (double)answer[a]->count : 0;
    }
    free(row);
    free(at);
}
