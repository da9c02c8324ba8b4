#include "sandbox/sandbox.h"

#include "base/message.h"
#include "sandbox/bubble.h"
#include "sandbox/profiles.h"

void words_add(struct command_words *words, const char *word)
{
    if (words->count + 1 >= command_max_words) {
        panic("sandbox: a command of more than %d words", command_max_words - 1);
    }
    words->word[words->count] = word;
    words->count++;
    words->word[words->count] = NULL;
}

static void add_pairs(struct command_words *words, const char *option, const char *const *values)
{
    for (; *values; values++) {
        words_add(words, option);
        words_add(words, *values);
    }
}

void sandbox_command(const struct sandbox *sandbox, const struct confined *what,
                     const char *const *program, struct command_words *words)
{
    const struct profile *const profile = profile_find(what->profile);
    if (!profile) {
        panic("sandbox: there is no profile '%s'", what->profile);
    }
    if (sandbox->layers.bubblewrap) {
        bubble_add(words, profile, what, sandbox->confine, program[0]);
    }
    words_add(words, sandbox->confine);
    words_add(words, profile->name);
    words_add(words, "--reports");
    add_pairs(words, "--read", what->read);
    add_pairs(words, "--write", what->write);
    const char *const without[] = {sandbox->layers.landlock ? NULL : "landlock", NULL};
    add_pairs(words, "--without", without);
    const char *const nor[] = {sandbox->layers.seccomp ? NULL : "seccomp", NULL};
    add_pairs(words, "--without", nor);
    words_add(words, "--");
    for (; *program; program++) {
        words_add(words, *program);
    }
}
