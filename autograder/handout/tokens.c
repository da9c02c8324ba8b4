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

static void append(struct tokens *tokens, uint32_t token)
{
    tokens->token[tokens->count++] = token;
}

/* FNV-1a, 32 bits, apart from the tokens that are no names. */
static uint32_t token_of_name(const char *word, size_t length)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)word[i]) * 16777619U;
    }
    return hash | 1U << 31;
}

static void append_word(struct tokens *tokens, const char *word, size_t length,
                        enum identifiers names)
{
    const int keyword = place_in(keywords, word, length);
    if (isdigit((unsigned char)*word)) {
        append(tokens, number_token);
    } else if (keyword >= 0) {
        append(tokens, (uint32_t)(first_keyword + keyword));
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
            append(&tokens, 256U + (unsigned char)text[i]);
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

/* Local alignment (T. F. Smith, M. S. Waterman, "Identification of common molecular subsequences",
 * 1981): a common token scores 1, a gap or a change costs 1. */
double tokens_share(const struct tokens *answer, const struct tokens *text)
{
    int *const row = calloc(answer->count + 1, sizeof *row);
    int best = 0;
    if (!row) {
        panic("tokens: no memory for %zu tokens", answer->count);
    }
    for (size_t i = 0; i < text->count; i++) {
        int diagonal = 0;
        for (size_t j = 0; j < answer->count; j++) {
            const int match = diagonal + (text->token[i] == answer->token[j] ? 1 : -1);
            const int gap = (row[j + 1] > row[j] ? row[j + 1] : row[j]) - 1;
            diagonal = row[j + 1];
            row[j + 1] = match > gap ? match : gap;
            row[j + 1] = row[j + 1] > 0 ? row[j + 1] : 0;
            best = row[j + 1] > best ? row[j + 1] : best;
        }
    }
    free(row);
    return answer->count > 0 ? (double)best / (double)answer->count : 0;
}
