/* sandbox/sandbox.h: the command that runs a program confined.
 *
 *     struct sandbox sandbox = {.confine = "/kit/build/autograder/confine", .layers = layers};
 *     const char *const worker[] = {"/here/worker01", NULL};
 *     struct command_words words = {0};
 *     sandbox_command(&sandbox, &(struct confined){.profile = "worker"}, worker, &words);
 *     ... execve(words.word[0], words.word, environment)
 *
 * The words belong to whom they came from: profile, paths and program must live as long. All paths
 * must be absolute, and are the same inside as outside.
 */
#ifndef DESCENT_SANDBOX_SANDBOX_H
#define DESCENT_SANDBOX_SANDBOX_H

#include "sandbox/layers.h"

#include <stddef.h>

struct sandbox {
    const char *confine; /* path of the program confine */
    struct layers layers;
};

enum { confined_max_paths = 16 };

/* What is to run: a profile's name, and paths that it may use besides. */
struct confined {
    const char *profile;
    const char *read[confined_max_paths], *write[confined_max_paths]; /* NULL behind the last */
    const char *folder; /* where it runs; NULL: anywhere */
};

enum { command_max_words = 256 };

struct command_words {
    size_t count;
    const char *word[command_max_words]; /* ends with NULL */
};

/* Writes the command. Panics when the profile is unknown or the words are too many. The program it
 * starts reports on descriptor 4 (confine.c). */
void sandbox_command(const struct sandbox *sandbox, const struct confined *what,
                     const char *const *program, struct command_words *words);

/* Appends a word; panics when there is no room. */
void words_add(struct command_words *words, const char *word);

#endif
